package io.thor4j.libyara;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Platform;
import io.thor4j.core.YaraEngineException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoLibyaraTest {
    @Test
    void missingLibraryIsOneLineThatSaysWhatToInstall() {
        YaraEngineException e = assertThrows(
                YaraEngineException.class, () -> NativeLibyara.loadFirst(List.of("no-such-yara.so.1", "none-either")));
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        assertTrue(e.getMessage().startsWith("no libyara found on this system (no-such-yara.so.1: "), e.getMessage());
        assertTrue(String.valueOf(e.hint()).contains("apt-get install libyara9"));
    }

    @Test
    void anotherLibraryIsRefused() {
        String other = Platform.isWindows() ? "kernel32" : Platform.isMac() ? "libSystem.dylib" : "libc.so.6";
        YaraEngineException e = assertThrows(YaraEngineException.class, () -> NativeLibyara.loadFirst(List.of(other)));
        assertTrue(e.getMessage().contains("is not a libyara that is understood"), e.getMessage());
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    }
}
