package io.thor4j.cli.signatures;

import io.thor4j.cli.CommandFailure;
import io.thor4j.core.ThorException;
import io.thor4j.scan.signature.SignatureKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that name keys of encrypted signature files. Used by one thread. */
public final class KeyOptions {
    @Option(
            names = "--signature-key",
            paramLabel = "FILE",
            description =
                    "A key for encrypted signature files: a file with 32 bytes or 64 hex digits. May be repeated.")
    private List<Path> keyFiles = new ArrayList<>();

    @Option(
            names = "--signature-passphrase-file",
            paramLabel = "FILE",
            description = "A passphrase for encrypted signature files: the first line of FILE. May be repeated.")
    private List<Path> passphraseFiles = new ArrayList<>();

    /** For picocli. */
    public KeyOptions() {}

    /**
     * Reads the keys.
     *
     * @throws CommandFailure when a file cannot be read or holds no key
     */
    List<SignatureKey> keys() {
        List<SignatureKey> keys = new ArrayList<>();
        for (Path file : keyFiles) {
            try {
                keys.add(SignatureKey.file(file));
            } catch (IOException e) {
                throw CommandFailure.usage("cannot read the key: " + file, e);
            } catch (ThorException e) {
                throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
            }
        }
        for (Path file : passphraseFiles) {
            keys.add(passphrase(file));
        }
        return keys;
    }

    private static SignatureKey passphrase(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
            return SignatureKey.passphrase(text);
        } catch (IOException e) {
            throw CommandFailure.usage("cannot read the passphrase: " + file, e);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("no passphrase in the first line of " + file, e);
        }
    }
}
