package io.thor4j.yara.module;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/** Damages files at random, the same way for the same seed: single bytes, whole words with values at limits, cuts. */
public final class Mutations {
    private final Random random;

    public Mutations(long seed) {
        this.random = new Random(seed);
    }

    public byte[] of(byte[] original) {
        byte[] data = original.clone();
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            change(data);
        }
        return random.nextInt(8) == 0 ? Arrays.copyOf(data, random.nextInt(data.length + 1)) : data;
    }

    private void change(byte[] data) {
        int at = random.nextInt(data.length);
        if (random.nextInt(2) == 0 || at + 8 > data.length) {
            data[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : data[at] ^ 1 << random.nextInt(8));
            return;
        }
        long[] values = {
            0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, data.length, data.length - 1L, random.nextInt(data.length)
        };
        long value = values[random.nextInt(values.length)];
        ByteOrder order = random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        ByteBuffer buffer = ByteBuffer.wrap(data).order(order);
        if (random.nextBoolean()) {
            buffer.putInt(at & ~3, (int) value);
        } else {
            buffer.putLong(at & ~7, value);
        }
    }
}
