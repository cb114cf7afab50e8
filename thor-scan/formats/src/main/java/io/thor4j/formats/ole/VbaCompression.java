package io.thor4j.formats.ole;

import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.DamagedException;
import java.io.ByteArrayOutputStream;

/** Unpacks VBA source (MS-OVBA 2.4.1). Stateless. */
final class VbaCompression {
    private static final int SIGNATURE = 1;
    private static final int CHUNK = 4096;

    private VbaCompression() {}

    /**
     * Unpacks what can be unpacked.
     *
     * @param packed begins with the signature byte
     * @param limit bytes that are unpacked at most
     * @return the bytes up to the end, the limit or the first damage
     * @throws DamagedException when it does not begin with the signature
     */
    static byte[] unpack(Bytes packed, long limit) throws DamagedException {
        if (packed.length() == 0 || packed.at(0) != SIGNATURE) {
            throw new DamagedException("no compressed VBA");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        for (int at = 1; at + 2 <= packed.length() && out.size() < limit; ) {
            int header = packed.u16le(at);
            int end = Math.min(packed.length(), at + (header & 0xFFF) + 3);
            if ((header >> 12 & 7) != 3) {
                return out.toByteArray();
            }
            if ((header & 0x8000) == 0) {
                int count = Math.min(CHUNK, packed.length() - at - 2);
                packed.copyTo(at + 2, chunk, 0, count);
                out.write(chunk, 0, count);
            } else {
                int count = tokens(packed, at + 2, end, chunk);
                out.write(chunk, 0, Math.abs(count));
                if (count < 0) {
                    return out.toByteArray();
                }
            }
            at = end;
        }
        return out.toByteArray();
    }

    /* Returns the bytes of the chunk, negative when it is damaged after so many. */
    private static int tokens(Bytes packed, int from, int end, byte[] chunk) throws DamagedException {
        int count = 0;
        int at = from;
        while (at < end) {
            int flags = packed.at(at++);
            for (int bit = 0; bit < 8 && at < end; bit++) {
                if ((flags >> bit & 1) == 0) {
                    if (count == CHUNK) {
                        return -count;
                    }
                    chunk[count++] = (byte) packed.at(at++);
                    continue;
                }
                if (at + 2 > end || count == 0) {
                    return -count;
                }
                int token = packed.u16le(at);
                at += 2;
                /* The further the chunk is, the more bits of a token tell how far back it copies from (2.4.1.3.19.1). */
                int offsetBits = Math.max(4, 32 - Integer.numberOfLeadingZeros(count - 1));
                int length = (token & (0xFFFF >> offsetBits)) + 3;
                int offset = (token >> (16 - offsetBits)) + 1;
                if (offset > count || length > CHUNK - count) {
                    return -count;
                }
                for (int i = 0; i < length; i++, count++) {
                    chunk[count] = chunk[count - offset];
                }
            }
        }
        return count;
    }
}
