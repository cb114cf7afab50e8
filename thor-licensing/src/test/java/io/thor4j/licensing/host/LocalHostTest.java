package io.thor4j.licensing.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.thor4j.core.MalformedInputException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalHostTest {
    private final FileSystem files = Jimfs.newFileSystem(Configuration.unix());
    private final List<List<String>> asked = new ArrayList<>();

    private String answer(List<String> words) {
        asked.add(words);
        return words.contains("kern.hostname")
                ? "mac-7.local\n"
                : words.equals(List.of("hostname")) ? "from-command\n" : null;
    }

    @Test
    void windowsSaysItInTheEnvironment() {
        LocalHost host = new LocalHost("Windows 11", Map.of("COMPUTERNAME", "WINATL001"), files, this::answer);
        assertEquals("WINATL001", host.name().text());
        assertEquals(List.of(), asked);
    }

    @Test
    void macosSaysItInTheKernel() {
        assertEquals(
                "mac-7",
                new LocalHost("Mac OS X", Map.of(), files, this::answer).name().text());
        assertEquals(List.of(List.of("/usr/sbin/sysctl", "-n", "kern.hostname")), asked);
    }

    @Test
    void linuxSaysItInTheKernelToo() throws Exception {
        Files.createDirectories(files.getPath("/proc/sys/kernel"));
        Files.writeString(files.getPath("/proc/sys/kernel/hostname"), "srv001.corp\n");
        assertEquals(
                "srv001",
                new LocalHost("Linux", Map.of("HOSTNAME", "x"), files, this::answer)
                        .name()
                        .text());
        assertEquals(List.of(), asked);
    }

    @Test
    void withoutTheKernelTheCommandSaysIt() {
        assertEquals(
                "from-command",
                new LocalHost("FreeBSD", Map.of(), files, this::answer).name().text());
    }

    @Test
    void aHostWithoutANameIsAClearError() {
        LocalHost host = new LocalHost("Linux", Map.of(), files, words -> null);
        assertEquals(
                "this system does not tell its host name",
                assertThrows(MalformedInputException.class, host::name).reason());
    }

    @Test
    void thisHostHasAName() {
        assertFalse(LocalHost.current().name().text().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "Windows 11, WINDOWS_WORKSTATION",
        "Windows 10, WINDOWS_WORKSTATION",
        "Windows Server 2022, WINDOWS_SERVER",
        "Mac OS X, MACOS",
        "Linux, LINUX",
        "FreeBSD, LINUX",
        "AIX, LINUX"
    })
    void theSystemsNameTellsThePlatform(String osName, HostPlatform platform) {
        assertEquals(platform, HostPlatform.of(osName));
    }
}
