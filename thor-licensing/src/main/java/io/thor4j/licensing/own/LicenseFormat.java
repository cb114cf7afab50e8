package io.thor4j.licensing.own;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The layout that package-info describes. */
final class LicenseFormat {
    static final byte[] MAGIC = "THOR4JL1".getBytes(StandardCharsets.US_ASCII);
    static final int KEY_ID_OFFSET = MAGIC.length;
    static final int NONCE_OFFSET = KEY_ID_OFFSET + KeyId.BYTES;
    static final int HEADER_BYTES = NONCE_OFFSET + SealKey.NONCE_BYTES;

    /** The least size of a licence of THOR (thor-scanner.md section 1.3), which ours keep too. */
    static final int MIN_BYTES = 800;

    /** Far more than the longest terms need. */
    static final int MAX_BYTES = 64 << 10;

    /** Sizes are multiples of this, so that they tell nothing of the terms. */
    private static final int STEP_BYTES = 256;

    private static final int SMALLEST = 1024;

    private LicenseFormat() {}

    static boolean begins(byte[] file) {
        return file.length >= MAGIC.length && Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    static byte[] header(KeyId key, byte[] nonce) {
        return join(MAGIC, key.bytes(), nonce);
    }

    /** Returns the JSON with as many spaces behind it as the file's size asks for. */
    static byte[] pad(byte[] json) {
        int around = HEADER_BYTES + Ed25519.SIGNATURE_BYTES + SealKey.TAG_BYTES;
        int size = Math.max(SMALLEST, (around + json.length + STEP_BYTES - 1) / STEP_BYTES * STEP_BYTES);
        byte[] padded = Arrays.copyOf(json, size - around);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
