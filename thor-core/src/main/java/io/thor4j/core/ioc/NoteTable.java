package io.thor4j.core.ioc;

import java.util.Arrays;

/** Notes, each kept once and known by a number. Immutable, may be shared by threads. */
final class NoteTable {
    private final TextPool pool;
    private final byte[] scores;
    private final int[] descriptions;
    private final int[] sources;

    private NoteTable(TextPool pool, byte[] scores, int[] descriptions, int[] sources) {
        this.pool = pool;
        this.scores = scores;
        this.descriptions = descriptions;
        this.sources = sources;
    }

    IocNote note(int number) {
        return new IocNote(scores[number], pool.text(descriptions[number]), pool.text(sources[number]));
    }

    int score(int number) {
        return scores[number];
    }

    /** Collects notes. For one thread. */
    static final class Builder {
        private byte[] scores = new byte[16];
        private int[] descriptions = new int[16];
        private int[] sources = new int[16];
        private int size;
        private int[] slots = new int[64];

        int add(int score, int description, int source) {
            int slot = slot(slots, score, description, source);
            while (slots[slot] != 0) {
                int known = slots[slot] - 1;
                if (scores[known] == score && descriptions[known] == description && sources[known] == source) {
                    return known;
                }
                slot = (slot + 1) & (slots.length - 1);
            }
            if (size == scores.length) {
                int larger = size + (size >> 1);
                scores = Arrays.copyOf(scores, larger);
                descriptions = Arrays.copyOf(descriptions, larger);
                sources = Arrays.copyOf(sources, larger);
            }
            scores[size] = (byte) score;
            descriptions[size] = description;
            sources[size] = source;
            slots[slot] = ++size;
            if (size * 2 > slots.length) {
                rehash();
            }
            return size - 1;
        }

        private static int slot(int[] slots, int score, int description, int source) {
            long key = (long) description << 32 | ((source * 31L + score) & 0xffffffffL);
            return (int) Spread.seeded(key) & (slots.length - 1);
        }

        private void rehash() {
            int[] larger = new int[slots.length * 2];
            for (int note = 0; note < size; note++) {
                int slot = slot(larger, scores[note], descriptions[note], sources[note]);
                while (larger[slot] != 0) {
                    slot = (slot + 1) & (larger.length - 1);
                }
                larger[slot] = note + 1;
            }
            slots = larger;
        }

        NoteTable build(TextPool pool) {
            slots = new int[0];
            return new NoteTable(
                    pool, Arrays.copyOf(scores, size), Arrays.copyOf(descriptions, size), Arrays.copyOf(sources, size));
        }
    }
}
