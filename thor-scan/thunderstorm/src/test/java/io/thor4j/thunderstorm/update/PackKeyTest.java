package io.thor4j.thunderstorm.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.MalformedInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackKeyTest {
    private static final char[] PASSPHRASE = "correct horse battery".toCharArray();
    private final SecureRandom random = new SecureRandom();

    @TempDir
    private Path folder;

    @Test
    void survivesItsFile() {
        byte[] content = {1, 2, 3};
        PackKey key = TestPacks.KEY.key();
        PackKey plain = PackKey.parse(key.toPem(), null);
        PackKey encrypted = PackKey.parse(key.toPem(PASSPHRASE, random), PASSPHRASE);
        assertArrayEquals(key.sign(content), plain.sign(content));
        assertArrayEquals(key.sign(content), encrypted.sign(content));
        assertTrue(TestPacks.TRUST.verifies(content, plain.sign(content)));
        assertFalse(TestPacks.TRUST.verifies(new byte[] {1, 2}, plain.sign(content)));
    }

    @Test
    void refusesWrongPassphrasesAndOtherFiles() {
        byte[] encrypted = TestPacks.KEY.key().toPem(PASSPHRASE, random);
        assertThrows(MalformedInputException.class, () -> PackKey.parse(encrypted, null));
        assertThrows(MalformedInputException.class, () -> PackKey.parse(encrypted, "wrong wrong wrong".toCharArray()));
        assertThrows(MalformedInputException.class, () -> PackKey.parse(TestPacks.KEY.publicPem(), null));
        assertThrows(MalformedInputException.class, () -> PackKey.parse(new byte[0], null));
        assertThrows(
                MalformedInputException.class,
                () -> PackTrust.parse(List.of(TestPacks.KEY.key().toPem())));
        assertThrows(IllegalArgumentException.class, () -> TestPacks.KEY.key().toPem("short".toCharArray(), random));
    }

    @Test
    void opensslVerifiesAPackAndReadsTheKeys() throws Exception {
        if (!runs("openssl", "version")) {
            System.out.println("SKIPPED opensslVerifiesAPackAndReadsTheKeys: no openssl");
            return;
        }
        Path pack = TestPacks.pack(folder, "1", Map.of("a.yar", "rule a {condition: true}"));
        try (java.util.zip.ZipFile zip = new java.util.zip.ZipFile(pack.toFile())) {
            for (String name : List.of("manifest.json", "manifest.sig")) {
                Files.write(
                        folder.resolve(name),
                        zip.getInputStream(zip.getEntry(name)).readAllBytes());
            }
        }
        Files.write(folder.resolve("key.pub"), TestPacks.KEY.publicPem());
        assertTrue(runs(
                "openssl",
                "pkeyutl",
                "-verify",
                "-rawin",
                "-pubin",
                "-inkey",
                "key.pub",
                "-in",
                "manifest.json",
                "-sigfile",
                "manifest.sig"));
        Files.write(folder.resolve("enc.pem"), TestPacks.KEY.key().toPem(PASSPHRASE, random));
        assertTrue(runs(
                "openssl",
                "pkey",
                "-in",
                "enc.pem",
                "-passin",
                "pass:" + new String(PASSPHRASE),
                "-pubout",
                "-out",
                "pub2"));
        assertEquals(
                new String(TestPacks.KEY.publicPem(), StandardCharsets.US_ASCII),
                Files.readString(folder.resolve("pub2")));
        assertTrue(runs(
                "openssl",
                "genpkey",
                "-algorithm",
                "ed25519",
                "-aes-256-cbc",
                "-pass",
                "pass:" + new String(PASSPHRASE),
                "-out",
                "own.pem"));
        PackKey own = PackKey.parse(Files.readAllBytes(folder.resolve("own.pem")), PASSPHRASE);
        assertEquals(64, own.sign(new byte[1]).length);
    }

    private boolean runs(String... words) throws InterruptedException {
        try {
            return new ProcessBuilder(words)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("out").toFile())
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
