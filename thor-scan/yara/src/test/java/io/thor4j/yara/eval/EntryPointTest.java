package io.thor4j.yara.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EntryPointTest {
    @Test
    void isUndefinedForOtherFiles() {
        assertEquals(IntNode.UNDEFINED, EntryPoint.offset(new byte[0], 0, 0));
        assertEquals(IntNode.UNDEFINED, EntryPoint.offset(new byte[100], 0, 100));
    }

    @Test
    void mapsTheAddressThroughThePeSections() {
        ByteBuffer file = ByteBuffer.allocate(0x400).order(ByteOrder.LITTLE_ENDIAN);
        file.putShort(0, (short) 0x5a4d).putInt(60, 0x80).putInt(0x80, 0x4550);
        file.putShort(0x86, (short) 2).putShort(0x94, (short) 0xe0);
        file.putInt(0x80 + 24 + 16, 0x1010);
        int section = 0x80 + 24 + 0xe0;
        file.putInt(section + 12, 0x1000).putInt(section + 20, 0x200);
        file.putInt(section + 52, 0x2000).putInt(section + 60, 0x300);
        assertEquals(0x210, EntryPoint.offset(file.array(), 0, 0x400));
        file.putInt(0x80 + 24 + 16, 0x2004);
        assertEquals(0x304, EntryPoint.offset(file.array(), 0, 0x400));
    }

    @Test
    void mapsTheAddressThroughTheElfSegments() {
        ByteBuffer file = ByteBuffer.allocate(0x200).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0, 0x464c457f).put(4, (byte) 2).putShort(16, (short) 2);
        file.putLong(24, 0x401020L).putLong(32, 64).putShort(56, (short) 1);
        file.putLong(64 + 8, 0x100).putLong(64 + 16, 0x401000L).putLong(64 + 40, 0x100);
        assertEquals(0x120, EntryPoint.offset(file.array(), 0, 0x200));
        ByteBuffer small = ByteBuffer.allocate(0x200).order(ByteOrder.LITTLE_ENDIAN);
        small.putInt(0, 0x464c457f).put(4, (byte) 1).putShort(16, (short) 3);
        small.putInt(24, 0x1004).putInt(32, 52).putShort(48, (short) 1);
        small.putInt(52 + 4, 1).putInt(52 + 12, 0x1000).putInt(52 + 16, 0x40).putInt(52 + 20, 0x10);
        assertEquals(0x44, EntryPoint.offset(small.array(), 0, 0x200));
    }

    @Test
    void survivesEveryTruncation() {
        ByteBuffer file = ByteBuffer.allocate(0x200).order(ByteOrder.LITTLE_ENDIAN);
        for (int magic : new int[] {0x5a4d, 0x464c457f}) {
            for (byte fill : new byte[] {0, 1, 2, 60, -1}) {
                Arrays.fill(file.array(), fill);
                file.putInt(0, magic);
                for (int form = 0; form < 4; form++) {
                    file.put(4, (byte) form).putInt(60, 0x40).putInt(0x40, 0x4550);
                    for (int length = 0; length <= 0x200; length++) {
                        byte[] cut = Arrays.copyOf(file.array(), length);
                        EntryPoint.offset(cut, 0, length);
                    }
                }
            }
        }
    }
}
