package io.thor4j.cli.license;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.cli.CommandRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LicenseCommandTest {
    @TempDir
    private Path folder;

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private void keygen() {
        CommandRun run =
                CommandRun.of("license", "keygen", "--key", path("issuer.key"), "--trust", path("issuer.trust"));
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().startsWith("key "), run.out());
    }

    private CommandRun issue(String... more) {
        String[] args = {"license", "issue", "--key", path("issuer.key"), "--owner", "ACME Inc", "--out", path("a.lic")
        };
        String[] all = Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray(String[]::new);
        return CommandRun.of(all);
    }

    @Test
    void hashesAreThePortals() {
        assertEquals(
                "jX9sgffIckrubTMPetJUx2_EodI\n",
                CommandRun.of("license", "hash", "SRV001").out());
        assertEquals(
                "jX9sgffIckrubTMPetJUx2_EodI  SRV001\n3BVtI1v4bjz4TPXvAppv4buezzg  WinATL001\n",
                CommandRun.of("license", "hash", "SRV001.corp", "WinATL001").out());
        CommandRun here = CommandRun.of("license", "hash");
        assertEquals(0, here.exitCode(), here.err());
        assertEquals(28, here.out().length());
        CommandRun wrong = CommandRun.of("license", "hash", "../x");
        assertEquals(2, wrong.exitCode());
        assertTrue(wrong.err().startsWith("thor: a host name is empty"), wrong.err());
    }

    @Test
    void whatIsIssuedIsVerifiedAndShown() throws IOException {
        keygen();
        assertEquals(0, issue("--type", "server", "--host", "SRV001").exitCode());
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        DateTimeFormatter day = DateTimeFormatter.ofPattern("uuuu/MM/dd");
        CommandRun verify =
                CommandRun.of("license", "verify", "--trust", path("issuer.trust"), "--host", "srv001", path("a.lic"));
        assertEquals(
                "Info License file found LICENSE: " + path("a.lic") + " OWNER: ACME Inc TYPE: Server STARTS: "
                        + day.format(today) + " EXPIRES: " + day.format(today.plusDays(365))
                        + " SCANNER: THOR VALID: true REASON:\n",
                verify.out());
        assertEquals(0, verify.exitCode());
        assertEquals(
                0,
                CommandRun.of(
                                "license",
                                "show",
                                "--license-path",
                                folder.toString(),
                                "--trust",
                                path("issuer.trust"),
                                "--host",
                                "SRV001")
                        .exitCode());

        CommandRun other =
                CommandRun.of("license", "verify", "--trust", path("issuer.trust"), "--host", "x", path("a.lic"));
        assertEquals(1, other.exitCode());
        assertTrue(
                other.out().contains("VALID: false REASON: for the host with hash jX9sgffIckrubTMPetJUx2_EodI"),
                other.out());
        CommandRun untrusted = CommandRun.of("license", "verify", path("a.lic"));
        assertEquals(1, untrusted.exitCode());
        assertTrue(untrusted.out().contains("which is not trusted here"), untrusted.out());

        Files.write(folder.resolve("b.lic"), "Error: HTTP-401".getBytes(StandardCharsets.US_ASCII));
        CommandRun page = CommandRun.of("license", "verify", path("b.lic"), path("gone.lic"));
        assertTrue(
                page.out().contains("REASON: a text, not a licence: Error: HTTP-401 (the API key was wrong)\n"),
                page.out());
        assertTrue(page.out().contains("REASON: cannot be read: NoSuchFileException\n"), page.out());
    }

    @Test
    void aKeyIsNeverWrittenOver() throws IOException {
        keygen();
        byte[] before = Files.readAllBytes(folder.resolve("issuer.key"));
        CommandRun again = CommandRun.of("license", "keygen", "--key", path("issuer.key"), "--trust", path("t"));
        assertEquals(2, again.exitCode());
        assertTrue(again.err().startsWith("thor: there is a file already: "), again.err());
        assertArrayEquals(before, Files.readAllBytes(folder.resolve("issuer.key")));
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertEquals(
                    "[OWNER_READ, OWNER_WRITE]",
                    new TreeSet<>(Files.getPosixFilePermissions(folder.resolve("issuer.key"))).toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--type server, a licence of type Server needs a host", "--type nonsense, not a type of licence",
        "--type server --host a --hash b, --host and --hash exclude each other",
                "--type server --hash b, not a host hash",
        "--type lite --host a --expires 2001-01-01, it expires before it starts",
                "--type lite --host a --quota -1, the quota is negative"
    })
    void mistakesAreSaid(String options, String reason) {
        keygen();
        CommandRun run = issue(options.split(" ", -1));
        assertEquals(2, run.exitCode());
        assertTrue(run.err().startsWith("thor: " + reason), run.err());
        assertFalse(Files.exists(folder.resolve("a.lic")));
    }

    @ParameterizedTest
    @CsvSource({
        "fetch, say from where: --asgard HOST or --portal-key KEY",
                "fetch --asgard a://b, --asgard: not the address of a server",
        "fetch --asgard x --pin 12, pin: not the SHA-256 of a certificate",
                "fetch --asgard x --pin 12 --insecure, '--ca, --pin and --insecure exclude'",
        "fetch --asgard x --no-system-ca, --no-system-ca needs --ca",
                "fetch --asgard x --license-type y, --license-type: not a type of licence",
        "serve --key gone, could not read file: gone", "serve --key gone --listen nonsense, --listen is ADDRESS:PORT",
        "serve --key gone --listen 0.0.0.0:1, tokens and licences would go over the network in clear",
                "serve --key gone --listen 127.0.0.1:x, not a port"
    })
    void mistakesOfServersAreSaid(String options, String reason) {
        CommandRun run = CommandRun.of(("license " + options).split(" ", -1));
        assertEquals(2, run.exitCode());
        assertTrue(run.err().startsWith("thor: " + reason), run.err());
    }

    @Test
    void withoutACommandItSaysWhichThereAre() {
        assertEquals(
                "thor license: say which command: hash, show, verify, fetch, keygen, issue or serve\nTry 'thor license --help'.\n",
                CommandRun.of("license").err());
    }
}
