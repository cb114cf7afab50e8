package io.thor4j.libyara;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The smallest program for 32-bit Windows that libyara takes for one: whole headers, no section. */
final class SmallPe {
    private SmallPe() {}

    static byte[] bytes() {
        ByteBuffer file = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        file.putShort(0, (short) 0x5A4D).putInt(0x3C, 64);
        file.putInt(64, 0x4550);
        file.putShort(68, (short) 0x14C);
        file.putInt(72, 16_909_060);
        file.putShort(84, (short) 224).putShort(86, (short) 0x102);
        file.putShort(88, (short) 0x10B);
        return file.array();
    }
}
