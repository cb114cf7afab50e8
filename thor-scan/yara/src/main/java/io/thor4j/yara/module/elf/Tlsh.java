package io.thor4j.yara.module.elf;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/*
 * TLSH as described in J. Oliver, C. Cheng, Y. Chen, "TLSH - A Locality Sensitive Hash", 4th Cybercrime and Trustworthy Computing
 * Workshop, 2013, in its most used form: window of 5 bytes, 128 buckets, 1 byte of checksum, version prefix T1. A window (c0 is the newest
 * byte) gives six triplets, each hashed with its own salt by Pearson's function (CACM 33/6, 1990) into one of 256 buckets, of which the
 * first 128 count. The body has two bits a bucket: the quartile its count falls into. Observed with published values: the nibbles of the
 * three header bytes stand swapped, and the body begins with the last buckets.
 */
/** The locality sensitive hash TLSH. */
final class Tlsh {
    /** Texts below have no hash (TLSH 4, minimum for all variants). */
    private static final int MIN_LENGTH = 50;

    private static final int BUCKETS = 128;

    private static final int[] PEARSON = {
        1, 87, 49, 12, 176, 178, 102, 166, 121, 193, 6, 84, 249, 230, 44, 163, 14, 197, 213, 181, 161, 85, 218, 80, 64,
        239, 24, 226, 236, 142, 38, 200, 110, 177, 104, 103, 141, 253, 255, 50, 77, 101, 81, 18, 45, 96, 31, 222, 25,
        107, 190, 70, 86, 237, 240, 34, 72, 242, 20, 214, 244, 227, 149, 235, 97, 234, 57, 22, 60, 250, 82, 175, 208, 5,
        127, 199, 111, 62, 135, 248, 174, 169, 211, 58, 66, 154, 106, 195, 245, 171, 17, 187, 182, 179, 0, 243, 132, 56,
        148, 75, 128, 133, 158, 100, 130, 126, 91, 13, 153, 246, 216, 219, 119, 68, 223, 78, 83, 88, 201, 99, 122, 11,
        92, 32, 136, 114, 52, 10, 138, 30, 48, 183, 156, 35, 61, 26, 143, 74, 251, 94, 129, 162, 63, 152, 170, 7, 115,
        167, 241, 206, 3, 150, 55, 59, 151, 220, 90, 53, 23, 131, 125, 173, 15, 238, 79, 95, 89, 16, 105, 137, 225, 224,
        217, 160, 37, 123, 118, 73, 2, 157, 46, 116, 9, 145, 134, 228, 207, 212, 202, 215, 69, 229, 27, 188, 67, 124,
        168, 252, 42, 4, 29, 108, 21, 247, 19, 205, 39, 203, 233, 40, 186, 147, 198, 192, 155, 33, 164, 191, 98, 204,
        165, 180, 117, 76, 140, 36, 210, 172, 41, 54, 159, 8, 185, 232, 113, 196, 231, 47, 146, 120, 51, 65, 28, 144,
        254, 221, 93, 189, 194, 139, 112, 43, 71, 109, 184, 209
    };

    private final int[] counts = new int[256];
    private int checksum;

    private Tlsh() {}

    /**
     * Returns the hash of a text.
     *
     * @return {@code T1} and 70 upper-case hex digits, null when the text is too short or too uniform
     */
    static @Nullable String hash(byte[] text) {
        if (text.length < MIN_LENGTH) {
            return null;
        }
        Tlsh tlsh = new Tlsh();
        for (int i = 4; i < text.length; i++) {
            tlsh.addWindow(
                    text[i] & 0xff, text[i - 1] & 0xff, text[i - 2] & 0xff, text[i - 3] & 0xff, text[i - 4] & 0xff);
        }
        return tlsh.result(text.length);
    }

    private void addWindow(int c0, int c1, int c2, int c3, int c4) {
        checksum = pearson(0, c0, c1, checksum);
        counts[pearson(2, c0, c1, c2)]++;
        counts[pearson(3, c0, c1, c3)]++;
        counts[pearson(5, c0, c2, c3)]++;
        counts[pearson(7, c0, c2, c4)]++;
        counts[pearson(11, c0, c1, c4)]++;
        counts[pearson(13, c0, c3, c4)]++;
    }

    private static int pearson(int salt, int a, int b, int c) {
        return PEARSON[PEARSON[PEARSON[PEARSON[salt] ^ a] ^ b] ^ c];
    }

    private @Nullable String result(int length) {
        int[] sorted = Arrays.copyOf(counts, BUCKETS);
        Arrays.sort(sorted);
        int q1 = sorted[BUCKETS / 4 - 1];
        int q2 = sorted[BUCKETS / 2 - 1];
        int q3 = sorted[BUCKETS * 3 / 4 - 1];
        // At least half of the buckets must be hit: the count in the middle, and the one after it.
        if (q3 == 0 || sorted[BUCKETS / 2 - 1] == 0) {
            return null;
        }
        byte[] hash = new byte[3 + BUCKETS / 4];
        hash[0] = swapNibbles(checksum);
        hash[1] = swapNibbles(lengthClass(length));
        hash[2] = (byte) ((ratio(q1, q3) << 4) | ratio(q2, q3));
        for (int i = 0; i < BUCKETS / 4; i++) {
            int code = 0;
            for (int j = 0; j < 4; j++) {
                int count = counts[4 * i + j];
                int quartile = count > q3 ? 3 : count > q2 ? 2 : count > q1 ? 1 : 0;
                code |= quartile << (2 * j);
            }
            hash[hash.length - 1 - i] = (byte) code;
        }
        return "T1" + HexFormat.of().withUpperCase().formatHex(hash);
    }

    private static byte swapNibbles(int value) {
        return (byte) (((value << 4) & 0xf0) | ((value >> 4) & 0xf));
    }

    private static int ratio(int quartile, int third) {
        return (int) ((float) (quartile * 100) / third) & 0xf;
    }

    /** Logarithm of the length with a basis that falls from 1.5 to 1.1 as the length grows, modulo 256. */
    private static int lengthClass(int length) {
        double logarithm = Math.log((float) length);
        if (length <= 656) {
            return (int) Math.floor(logarithm / 0.4054651) & 0xff;
        }
        if (length <= 3199) {
            return (int) Math.floor(logarithm / 0.26236426 - 8.72777) & 0xff;
        }
        return (int) Math.floor(logarithm / 0.095310180 - 62.5472) & 0xff;
    }
}
