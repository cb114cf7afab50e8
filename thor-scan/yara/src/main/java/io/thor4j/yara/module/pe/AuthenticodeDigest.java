package io.thor4j.yara.module.pe;

import io.thor4j.yara.spi.ModuleInput;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Digests of a file without its checksum, its security directory entry and its signatures. Source: Microsoft, "Windows Authenticode Portable
 * Executable Signature Format", 2008, "Calculating the PE Image Hash", in the short form of libyara's parser: everything up to the
 * signatures, in file order. Used by one thread.
 */
final class AuthenticodeDigest {
    private final PeImage image;
    private final long end;
    private final Map<String, byte[]> known = new HashMap<>();

    /**
     * Makes a source of digests.
     *
     * @param image the file
     * @param end where its signatures begin
     */
    AuthenticodeDigest(PeImage image, long end) {
        this.image = image;
        this.end = end;
    }

    /**
     * Computes a digest.
     *
     * @param algorithm OpenSSL's long name
     * @return null when it is not supported or the signatures begin inside the headers, or when the scan's time is over
     */
    byte @Nullable [] of(String algorithm) {
        byte[] result = known.get(algorithm);
        MessageDigest digest = result == null ? SignatureCheck.digest(algorithm) : null;
        if (digest != null && compute(digest)) {
            result = digest.digest();
            known.put(algorithm, result);
        }
        return result;
    }

    private boolean compute(MessageDigest digest) {
        long checksum = image.optionalHeader() + 64;
        long security = image.directories() + 32;
        ModuleInput input = image.input();
        if (end < security + 8 || !input.contains(0, end)) {
            return false;
        }
        return update(digest, 0, checksum)
                && update(digest, checksum + 4, security)
                && update(digest, security + 8, end);
    }

    private boolean update(MessageDigest digest, long from, long to) {
        ModuleInput input = image.input();
        for (long at = from; at < to; at += PeLimits.DIGEST_CHUNK) {
            if (input.expired()) {
                return false;
            }
            int size = (int) Math.min(to - at, PeLimits.DIGEST_CHUNK);
            digest.update(input.array(), input.arrayOffset() + (int) at, size);
        }
        return true;
    }
}
