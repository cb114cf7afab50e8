package io.thor4j.licensing.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What the bytes of a licence file are, as far as they show it (thor-scanner.md section 1.3). */
public enum LicenseKind {
    /** A licence of thor's own format. */
    OWN,
    /** An encrypted blob as THOR's own licences are: 800 bytes or more that look random. Nobody but THOR can tell more. */
    OPAQUE,
    /** A text, such as {@code Error: HTTP-401}: what a server answered instead of a licence. */
    ERROR_TEXT,
    /** An archive of licences, to be unpacked. */
    ZIP,
    /** Nothing of these. */
    UNKNOWN;

    private static final byte[] OWN_MAGIC = "THOR4JL1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ZIP_MAGIC = {'P', 'K', 3, 4};
    private static final byte[] EMPTY_ZIP_MAGIC = {'P', 'K', 5, 6};

    /** The least size of THOR's licences. */
    private static final int MIN_BYTES = 800;

    /* Bits a byte. 800 random bytes have 7.7, and no 800 of a million such samples fell below 7.6; base64 has at most 6, text of
     * any language and HTML less than that. */
    private static final double MIN_ENTROPY = 7.2;

    /**
     * Tells what a file is.
     *
     * @param file its bytes
     */
    public static LicenseKind of(byte[] file) {
        if (startsWith(file, OWN_MAGIC)) {
            return OWN;
        }
        if (startsWith(file, ZIP_MAGIC) || startsWith(file, EMPTY_ZIP_MAGIC)) {
            return ZIP;
        }
        if (isText(file)) {
            return ERROR_TEXT;
        }
        return file.length >= MIN_BYTES && entropy(file) >= MIN_ENTROPY ? OPAQUE : UNKNOWN;
    }

    private static boolean startsWith(byte[] file, byte[] magic) {
        return file.length >= magic.length && Arrays.equals(file, 0, magic.length, magic, 0, magic.length);
    }

    /** Whether it is a text in ASCII or UTF-8, as far as control characters show it. */
    private static boolean isText(byte[] file) {
        for (byte b : file) {
            boolean space = b == '\t' || b == '\n' || b == '\r';
            if ((b >= 0 && b < ' ' && !space) || b == 0x7f) {
                return false;
            }
        }
        return file.length > 0 && !new String(file, StandardCharsets.UTF_8).contains("\ufffd");
    }

    /** Returns Shannon's entropy of the bytes, in bits a byte. */
    static double entropy(byte[] file) {
        int[] counts = new int[256];
        for (byte b : file) {
            counts[b & 0xff]++;
        }
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / file.length;
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits;
    }
}
