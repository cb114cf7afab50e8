package io.thor4j.scan.signature;

import io.thor4j.core.ThorException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of a signature folder. Immutable.
 *
 * @param name its path below the folder, with slashes
 * @param path where it is
 * @param family what it holds
 */
record SignatureFile(String name, Path path, SignatureFamily family) {
    /* FAT keeps times of change to two seconds. */
    private static final int COARSEST_CLOCK_SECONDS = 3;

    /** The file's own name without the mark of encryption, for the tags in it. */
    String tagName() {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    boolean isEncrypted() {
        return SignatureFamily.isEncrypted(name);
    }

    /**
     * Opens the file, decrypted; what is read goes through the digest, so that it stands for the bytes that were used.
     *
     * @throws IOException when it cannot be read
     * @throws ThorException when it is encrypted and no key opens it
     */
    DigestInputStream open(List<SignatureKey> keys) throws IOException {
        InputStream in = isEncrypted()
                ? new ByteArrayInputStream(SignatureContainer.decrypt(Files.readAllBytes(path), keys))
                : Files.newInputStream(path);
        return new DigestInputStream(in, Digests.sha256());
    }

    /**
     * Returns what tells without reading that the file is still the same: size, time of change and number in the file system. Null when
     * it changed in the last seconds, so that another change could leave them as they are, or when the file cannot be asked.
     *
     * @param now the time
     */
    @Nullable
    String stamp(Instant now) {
        try {
            BasicFileAttributes facts = Files.readAttributes(path, BasicFileAttributes.class);
            Instant changed = facts.lastModifiedTime().toInstant();
            return changed.isAfter(now.minusSeconds(COARSEST_CLOCK_SECONDS))
                    ? null
                    : facts.size() + " " + changed + " " + facts.fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    /** Computes the digest of the content; null when it cannot be read, which loading it will say. */
    @Nullable
    String digest(List<SignatureKey> keys) {
        try (DigestInputStream in = open(keys)) {
            in.transferTo(OutputStream.nullOutputStream());
            return Digests.hex(in);
        } catch (IOException | ThorException e) {
            return null;
        }
    }
}
