package io.thor4j.yara.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damages files so that they stay nearly valid; the same seed does the same damage. Used by one thread. */
final class FileMutator {
    /** A mutant is not made longer than this, bytes. */
    private static final int MAX_SIZE = 2 << 20;

    private static final int MAX_CHANGES = 5;
    private static final int MAX_BLOCK = 4096;

    private final SplittableRandom dice;
    private final FileKind kind;
    private final byte[] donor;
    private byte[] file;
    private List<StructureMap.Part> parts;

    private FileMutator(FileKind kind, byte[] original, byte[] donor, long seed) {
        this.dice = new SplittableRandom(seed);
        this.kind = kind;
        this.donor = donor;
        this.file = original.clone();
        this.parts = StructureMap.of(kind, original);
    }

    /**
     * Returns a damaged copy.
     *
     * @param kind what the file is
     * @param original the file
     * @param donor another file, from which pieces are taken
     * @param seed chooses the damage
     */
    static byte[] mutant(FileKind kind, byte[] original, byte[] donor, long seed) {
        FileMutator mutator = new FileMutator(kind, original, donor, seed);
        for (int i = 1 + mutator.dice.nextInt(MAX_CHANGES); i > 0 && mutator.file.length > 16; i--) {
            mutator.change();
        }
        return mutator.file;
    }

    private void change() {
        switch (dice.nextInt(12)) {
            case 0, 1, 2 -> setField();
            case 3, 4, 5 -> bendPointer();
            case 6 -> file[place(1)] ^= (byte) (1 << dice.nextInt(8));
            case 7 -> splice();
            case 8 -> swap();
            case 9 -> repeat();
            case 10 -> unterminate();
            default -> cut();
        }
        if (file.length > 64) {
            parts = StructureMap.of(kind, file);
        }
    }

    /** Returns an offset with so many bytes behind it, mostly in a structure. */
    private int place(int size) {
        int last = file.length - size;
        if (dice.nextInt(5) > 0) {
            StructureMap.Part part = parts.get(dice.nextInt(parts.size()));
            return Math.min(last, part.from() + dice.nextInt(part.size()));
        }
        return dice.nextInt(last + 1);
    }

    private ByteBuffer view() {
        return ByteBuffer.wrap(file).order(dice.nextInt(4) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    private void put(int at, int size, long value) {
        ByteBuffer view = view();
        switch (size) {
            case 1 -> view.put(at, (byte) value);
            case 2 -> view.putShort(at, (short) value);
            case 4 -> view.putInt(at, (int) value);
            default -> view.putLong(at, value);
        }
    }

    /** Sets a field of 1, 2, 4 or 8 bytes to a value that breaks arithmetic. */
    private void setField() {
        int size = 1 << dice.nextInt(4);
        int at = place(size) / size * size;
        long[] values = {
            0,
            1,
            -1,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            Integer.MAX_VALUE,
            Integer.MIN_VALUE,
            0xffff,
            0x7fff,
            0x10000,
            file.length,
            file.length - 1L,
            file.length - (long) at,
            -at,
            0xffffffffL - at,
            at
        };
        put(at, size, values[dice.nextInt(values.length)]);
    }

    /** Changes a field whose value may be an offset or a size: to itself, to its neighbours, to the end, to another such value. */
    private void bendPointer() {
        for (int tries = 0; tries < 50; tries++) {
            int size = dice.nextInt(4) == 0 ? 8 : dice.nextInt(4) == 0 ? 2 : 4;
            int at = place(size) / 2 * 2;
            ByteBuffer view = view();
            long value = switch (size) {
                case 2 -> view.getShort(at) & 0xffff;
                case 4 -> view.getInt(at) & 0xffffffffL;
                default -> view.getLong(at);
            };
            if (value > 0 && value <= file.length * 4L) {
                long[] values = {
                    at,
                    value + 1,
                    value - 1,
                    value * 2,
                    value + 0x80000000L,
                    file.length,
                    file.length - 1L,
                    place(1),
                    value << 8,
                    0
                };
                put(at, size, values[dice.nextInt(values.length)]);
                return;
            }
        }
    }

    /** Takes a piece of the other file, from the same place or another. */
    private void splice() {
        int size = 1 + dice.nextInt(Math.min(MAX_BLOCK, Math.min(file.length, donor.length)));
        int to = place(size);
        int from = dice.nextBoolean() ? Math.min(to, donor.length - size) : dice.nextInt(donor.length - size + 1);
        System.arraycopy(donor, from, file, to, size);
    }

    private void swap() {
        int size = 1 + dice.nextInt(Math.min(MAX_BLOCK, file.length / 2));
        int one = place(size);
        int other = place(size);
        byte[] kept = Arrays.copyOfRange(file, one, one + size);
        System.arraycopy(file, other, file, one, size);
        System.arraycopy(kept, 0, file, other, size);
    }

    /** Repeats a block: in place of what follows, or pushed in between. */
    private void repeat() {
        int size = 1 + dice.nextInt(Math.min(MAX_BLOCK, file.length));
        int from = place(size);
        int times = 1 + dice.nextInt(dice.nextBoolean() ? 4 : 2000);
        if (dice.nextBoolean()) {
            for (int to = from + size; to < file.length && times > 0; to += size, times--) {
                System.arraycopy(file, from, file, to, Math.min(size, file.length - to));
            }
            return;
        }
        int added = Math.min(size * times, MAX_SIZE - file.length) / size * size;
        if (added > 0) {
            byte[] longer = Arrays.copyOf(file, file.length + added);
            for (int i = 0; i < added; i += size) {
                System.arraycopy(file, from, longer, from + i, size);
            }
            System.arraycopy(file, from, longer, from + added, file.length - from);
            file = longer;
        }
    }

    /** Takes the zeros out of a piece, so that texts in it have no end. */
    private void unterminate() {
        int from = place(1);
        int to = Math.min(file.length, from + dice.nextInt(MAX_BLOCK));
        for (int i = from; i < to; i++) {
            if (file[i] == 0) {
                file[i] = 'A';
            }
        }
    }

    /** Cuts the end off, or a piece out. */
    private void cut() {
        int from = place(1);
        if (dice.nextBoolean()) {
            file = Arrays.copyOf(file, from);
            return;
        }
        int to = Math.min(file.length, from + 1 + dice.nextInt(MAX_BLOCK));
        byte[] shorter = Arrays.copyOf(file, file.length - (to - from));
        System.arraycopy(file, to, shorter, from, file.length - to);
        file = shorter;
    }
}
