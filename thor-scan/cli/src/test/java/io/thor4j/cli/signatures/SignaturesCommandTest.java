package io.thor4j.cli.signatures;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.cli.CommandRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignaturesCommandTest {
    @TempDir
    private Path folder;

    private Path signatures;
    private Path data;

    @BeforeEach
    void folders() throws IOException {
        signatures = Files.createDirectories(folder.resolve("signatures"));
        data = Files.createDirectories(folder.resolve("data"));
    }

    private static String hash(String algorithm, String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private CommandRun scan(String... more) {
        List<String> args = new java.util.ArrayList<>(
                List.of("scan", "--custom-signatures", signatures.toString(), data.toString()));
        args.addAll(List.of(more));
        return CommandRun.of(args.toArray(new String[0]));
    }

    @Test
    void aScanFindsWhatEachKindOfFileSays() throws Exception {
        Files.writeString(signatures.resolve("my-hash-iocs.txt"), hash("MD5", "one") + ";90;first file\n");
        Files.writeString(signatures.resolve("my-filename-iocs.txt"), "# second file\n\\\\two\\.bin$;65\n");
        Files.writeString(
                signatures.resolve("rules.yar"),
                "rule Three { meta: score = 85 strings: $a = \"three\" condition: $a }");
        Files.writeString(signatures.resolve("trusted-hash.txt"), hash("SHA-256", "four three") + ";ours\n");
        Files.writeString(data.resolve("a"), "one");
        Files.writeString(data.resolve("two.bin"), "x");
        Files.writeString(data.resolve("c"), "three");
        Files.writeString(data.resolve("d"), "four three");
        CommandRun run = scan("--customonly");
        assertEquals(1, run.exitCode(), run.err());
        assertTrue(run.out().contains("Hash IOC " + hash("MD5", "one")), run.out());
        assertTrue(run.out().contains("first file"), run.out());
        assertTrue(run.out().contains("Filename IOC \\\\two\\.bin$"), run.out());
        assertTrue(run.out().contains("YARA rule Three"), run.out());
        assertTrue(run.err().contains("2 alerts, 1 warnings, 0 notices"), run.err());
        assertTrue(run.err().contains("signatures in use, sha256 "), run.err());
    }

    @Test
    void theStarterRulesStayUnlessOnlyTheFolderIsWanted() throws Exception {
        Files.writeString(signatures.resolve("filename.txt"), "nothing-like-it;65\n");
        Files.writeString(
                data.resolve("e.com"), "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*");
        assertEquals(1, scan().exitCode());
        assertEquals(0, scan("--custom-signatures-only").exitCode());
    }

    @Test
    void problemsAreCountedAndNamedOnRequest() throws Exception {
        Files.writeString(signatures.resolve("hash.txt"), "nonsense\n" + hash("MD5", "x") + "\n");
        assertTrue(scan().err().contains("1 problems (thor signatures check names them)"), scan().err());
        assertTrue(
                scan("--verbose").err().contains("hash.txt:1:1: error: not a hash: nonsense"),
                scan("--verbose").err());
    }

    @Test
    void aFolderWithoutSignaturesIsAUsageError() throws Exception {
        CommandRun run = scan();
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("no usable signature in "), run.err());
        assertEquals(
                2,
                CommandRun.of("scan", "--custom-signatures-only", data.toString())
                        .exitCode());
        assertEquals(
                2,
                CommandRun.of(
                                "scan",
                                "--custom-signatures",
                                folder.resolve("none").toString(),
                                data.toString())
                        .exitCode());
    }

    @Test
    void checkSaysWhatIsWrongAndWhatIsThere() throws Exception {
        Files.writeString(signatures.resolve("c2-iocs.txt"), "evil.example\nhttp://x/\n10.0.0.0/8\n");
        Files.writeString(signatures.resolve("log-rules.yar"), "rule A { condition: true } rule B { condition: }");
        CommandRun run = CommandRun.of("signatures", "check", signatures.toString());
        assertEquals(1, run.exitCode());
        assertTrue(run.out().contains("c2-iocs.txt:2:1: error: not a host name"), run.out());
        assertTrue(run.out().contains("log-rules.yar:1:"), run.out());
        assertTrue(
                run.out().contains("\nyara log: 1\ndomain: 2\n2 files, 3 signatures, 2 errors, 0 warnings\nsha256: "),
                run.out());
        Files.delete(signatures.resolve("log-rules.yar"));
        Files.writeString(signatures.resolve("c2-iocs.txt"), "evil.example\n");
        assertEquals(
                0, CommandRun.of("signatures", "check", signatures.toString()).exitCode());
        assertEquals(
                2,
                CommandRun.of("signatures", "check", folder.resolve("none").toString())
                        .exitCode());
    }

    @Test
    void encryptedFilesAreFoundWithKeyOrPassphrase() throws Exception {
        Path plain = Files.writeString(folder.resolve("my-hash.txt"), hash("MD5", "one") + ";90;first\n");
        Path rules = Files.writeString(
                folder.resolve("rules.yar"), "rule Two { meta: score = 85 strings: $a = \"two\" condition: $a }");
        Path key = Files.writeString(folder.resolve("key"), "0f".repeat(32) + "\n");
        Path passphrase = Files.writeString(folder.resolve("passphrase"), "correct horse\nignored\n");
        CommandRun one = CommandRun.of(
                "signatures",
                "encrypt",
                "--signature-key",
                key.toString(),
                "--destdir",
                signatures.toString(),
                plain.toString());
        assertEquals(0, one.exitCode(), one.err());
        CommandRun two = CommandRun.of(
                "signatures",
                "encrypt",
                "--signature-passphrase-file",
                passphrase.toString(),
                "--destdir",
                signatures.toString(),
                rules.toString());
        assertEquals(0, two.exitCode(), two.err());
        assertTrue(Files.exists(signatures.resolve("my-hash.dat")) && Files.exists(signatures.resolve("rules.yas")));
        assertFalse(Files.readString(signatures.resolve("my-hash.dat"), StandardCharsets.ISO_8859_1)
                .contains("first"));
        Files.writeString(data.resolve("a"), "one");
        Files.writeString(data.resolve("b"), "two");
        CommandRun run = scan(
                "--customonly",
                "--signature-key",
                key.toString(),
                "--signature-passphrase-file",
                passphrase.toString());
        assertTrue(run.err().contains("2 alerts"), run.err());
        CommandRun none = scan("--signature-key", key.toString(), "--customonly", "--verbose");
        assertTrue(none.err().contains("rules.yas: error: encrypted, and no passphrase was given"), none.err());
        assertTrue(none.err().contains("1 alerts"), none.err());
    }

    @Test
    void encryptRefusesWhatMakesNoSense() throws Exception {
        Path plain = Files.writeString(folder.resolve("my-hash.txt"), "x");
        Path other = Files.writeString(folder.resolve("x.exe"), "x");
        Path key = Files.writeString(folder.resolve("key"), "0f".repeat(32));
        Path noKey = Files.writeString(folder.resolve("nokey"), "zz".repeat(32));
        assertEquals(2, CommandRun.of("signatures", "encrypt", plain.toString()).exitCode());
        assertEquals(
                2,
                CommandRun.of("signatures", "encrypt", "--signature-key", noKey.toString(), plain.toString())
                        .exitCode());
        CommandRun run = CommandRun.of("signatures", "encrypt", "--signature-key", key.toString(), other.toString());
        assertEquals(2, run.exitCode());
        assertTrue(run.err().startsWith("thor: not a signature file by its extension: "), run.err());
        assertEquals(2, CommandRun.of("signatures").exitCode());
    }

    @Test
    void singleValuesAreJudgedLikeFiles() throws Exception {
        Files.writeString(signatures.resolve("c2-iocs.txt"), "evil.example\n");
        Files.writeString(signatures.resolve("pipes.txt"), "evilpipe;80;x\n");
        Files.writeString(
                signatures.resolve("log-rules.yar"),
                "rule InLog { meta: score = 70 strings: $a = \"dropped\" condition: $a }");
        CommandRun run = CommandRun.of(
                "scan",
                "--custom-signatures-only",
                "--custom-signatures",
                signatures.toString(),
                "--value",
                "DNS cache entry/host=www.evil.example",
                "--value",
                "named pipe/pipe=EvilPipe",
                "--value",
                "log line/line=it dropped a file",
                "--value",
                "mutex/mutex=evil.example");
        assertEquals(1, run.exitCode(), run.err());
        assertTrue(run.out().contains("Domain IOC evil.example"), run.out());
        assertTrue(run.out().contains("Named Pipe IOC evilpipe"), run.out());
        assertTrue(run.out().contains("YARA rule InLog"), run.out());
        assertTrue(run.err().contains("files seen 4 = clean 1 + matched 3"), run.err());
    }

    @Test
    void aValueOfNoKnownFormIsAUsageError() {
        CommandRun form = CommandRun.of("scan", "--value", "evil.example");
        assertEquals(2, form.exitCode());
        assertTrue(form.err().contains("TYPE/FIELD=TEXT"), form.err());
        CommandRun field = CommandRun.of("scan", "--value", "mutex/host=x");
        assertEquals(2, field.exitCode());
        assertTrue(field.err().contains("has no field \"host\""), field.err());
    }
}
