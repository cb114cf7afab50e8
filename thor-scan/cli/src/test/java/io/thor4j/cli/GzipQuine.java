package io.thor4j.cli;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A gzip file whose content is the file itself, to the byte, so that who unpacks it never comes to an end.
 *
 * <p>Two kinds of DEFLATE blocks (RFC 1951) are enough, each of five bytes: {@code L n} puts out the next n units of five bytes as they
 * stand, {@code R} puts out the last four units again. With the header H of three units and the end E of two (an empty last block, CRC,
 * length) this puts itself out, line by line what is written to its right:
 *
 * <pre>
 * H
 * L4 H L4              H L4
 * R                    H L4
 * L1 R                 R
 * L1 L1                L1
 * L4 R L1 L1 L4        R L1 L1 L4
 * R                    R L1 L1 L4
 * L4 R L4 R L4         R L4 R L4
 * R                    R L4 R L4
 * L4 R L2 E            R L2 E
 * R                    R L2 E
 * L2 E                 E
 * E
 * </pre>
 *
 * <p>The file holds its own checksum. A checksum is linear in every bit (XOR), so the 32 equations for its bits are solved.
 */
final class GzipQuine {
    private GzipQuine() {}

    static byte[] make() {
        /* Where the equations have no solution, those of another time of change do. */
        for (int time = 1; time < 1_000; time++) {
            Integer crc = solve(time);
            if (crc != null) {
                return file(time, crc);
            }
        }
        throw new AssertionError("no checksum fits");
    }

    private static byte[] file(int time, int crc) {
        byte[] name = "q.gz\0".getBytes(StandardCharsets.US_ASCII);
        byte[] head = ByteBuffer.allocate(15)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {0x1F, (byte) 0x8B, 8, 8})
                .putInt(time)
                .put(new byte[] {0, 3})
                .put(name)
                .array();
        byte[] one = literal(1);
        byte[] two = literal(2);
        byte[] four = literal(4);
        byte[] again = again();
        int units = 3 + 5 + 1 + 2 + 2 + 5 + 1 + 5 + 1 + 5 + 1 + 3 + 2;
        byte[] end = ByteBuffer.allocate(10)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {3, 0})
                .putInt(crc)
                .putInt(units * 5)
                .array();
        return joined(
                head, four, head, four, again, one, again, one, one, four, again, one, one, four, again, four, again,
                four, again, four, again, four, again, two, end, again, two, end, end);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /* A stored block, not the last: three zero bits, the rest of the byte, the length and its complement. */
    private static byte[] literal(int units) {
        return ByteBuffer.allocate(5)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0)
                .putShort((short) (units * 5))
                .putShort((short) ~(units * 5))
                .array();
    }

    /* A block of fixed codes with two matches of 10 bytes at the distance 20: 3 + 2 * (7 + 5 + 3) + 7 bits, which are five bytes. */
    private static byte[] again() {
        long bits = 0b010;
        int count = 3;
        for (int i = 0; i < 2; i++) {
            /* Length 10 is the code 264, the ninth of those with seven bits; distance 20 is the code 8 for 17 and the number 3. */
            bits |= (long) reversed(264 - 256, 7) << count;
            bits |= (long) reversed(8, 5) << (count + 7);
            bits |= 3L << (count + 12);
            count += 15;
        }
        byte[] eight = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(bits)
                .array();
        return Arrays.copyOf(eight, 5);
    }

    /* Codes stand in the stream with their highest bit first. */
    private static int reversed(int code, int bits) {
        return Integer.reverse(code) >>> (32 - bits);
    }

    private static int checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** Returns the checksum that is the file's when the file holds it, null when there is none. */
    private static @Nullable Integer solve(int time) {
        int constant = checksum(file(time, 0));
        int[] rows = new int[32];
        int[] picked = new int[32];
        for (int bit = 0; bit < 32; bit++) {
            /* What the bit changes in the difference between what is computed and what stands there, and which bits made it. */
            int value = checksum(file(time, 1 << bit)) ^ constant ^ (1 << bit);
            int chosen = 1 << bit;
            while (value != 0) {
                int top = 31 - Integer.numberOfLeadingZeros(value);
                if (rows[top] == 0) {
                    rows[top] = value;
                    picked[top] = chosen;
                    break;
                }
                value ^= rows[top];
                chosen ^= picked[top];
            }
        }
        int left = constant;
        int crc = 0;
        while (left != 0) {
            int top = 31 - Integer.numberOfLeadingZeros(left);
            if (rows[top] == 0) {
                return null;
            }
            left ^= rows[top];
            crc ^= picked[top];
        }
        return crc;
    }
}
