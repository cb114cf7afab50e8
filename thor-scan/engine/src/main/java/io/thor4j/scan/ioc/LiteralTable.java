package io.thor4j.scan.ioc;

import io.thor4j.yara.pattern.TextRegex;
import java.util.Arrays;
import java.util.List;

/**
 * Finds which of many texts stand in a short text, all folded: each is looked for by its rarest window of up to eight bytes. Immutable, may
 * be shared by threads.
 */
final class LiteralTable {
    /*
     * At each position of the searched text the next one to eight bytes are looked up: first in a bit table, which most positions do not
     * pass, then in an open-addressed table of windows, whose texts are then compared whole. Windows are chosen so that few texts share
     * one, and so that those of everyday paths are met last.
     */
    /* Lengths of windows; a text has windows of the longest that it is long enough for. */
    private static final int[] LENGTHS = {8, 6, 4, 3, 2, 1};

    private static final int LONGEST = 8;
    /* Up to here a window is its own key; of longer ones the key is a hash. */
    private static final int EXACT = 4;
    private static final int SPREAD = 0x9E3779B1;

    private static final List<String> EVERYDAY = List.of(
            "\\windows\\system32\\drivers\\",
            "\\windows\\syswow64\\",
            "\\program files (x86)\\common files\\",
            "\\programdata\\microsoft\\windows\\start menu\\programs\\startup\\",
            "\\users\\public\\documents\\",
            "\\documents and settings\\",
            "\\appdata\\local\\temp\\",
            "\\appdata\\roaming\\",
            "\\usr\\share\\doc\\",
            "\\usr\\lib\\x86_64-linux-gnu\\",
            "\\usr\\local\\bin\\",
            "\\var\\log\\",
            "\\home\\",
            "\\library\\",
            "\\node_modules\\",
            "\\python3\\dist-packages\\",
            "c:\\",
            ".exe",
            ".dll",
            ".sys",
            ".txt",
            ".log",
            ".dat",
            ".tmp",
            ".html",
            ".java",
            ".json",
            ".class",
            ".php",
            ".jsp",
            ".aspx",
            ".ps1",
            ".vbs",
            ".bat",
            ".zip",
            ".png",
            ".so");

    private static final int EVERYDAY_COST = 1_000;

    private final byte[] bytes;
    private final int[] begins;
    private final int[] windowAt;
    private final int[] owners;
    private final Windows[] windows;

    private LiteralTable(byte[] bytes, int[] begins, int[] windowAt, int[] owners, Windows[] windows) {
        this.bytes = bytes;
        this.begins = begins;
        this.windowAt = windowAt;
        this.owners = owners;
        this.windows = windows;
    }

    /* The windows of one length. */
    private static final class Windows {
        private final int length;
        private final long[] filter;
        private final int filterShift;
        private final int[] keys;
        private final int[] heads;
        private final int[] next;

        Windows(int length, int count, int[] next) {
            this.length = length;
            int bits = Math.min(26, Math.max(10, 37 - Integer.numberOfLeadingZeros(count)));
            this.filter = new long[1 << (bits - 6)];
            this.filterShift = Integer.SIZE - bits;
            int slots = Math.max(4, Integer.highestOneBit(count) << 2);
            this.keys = new int[slots];
            this.heads = new int[slots];
            Arrays.fill(heads, -1);
            this.next = next;
        }

        private int slot(int key) {
            int slot = ((key * SPREAD) >>> 7) & (keys.length - 1);
            while (heads[slot] >= 0 && keys[slot] != key) {
                slot = (slot + 1) & (keys.length - 1);
            }
            return slot;
        }

        void add(int key, int literal) {
            int bit = (key * SPREAD) >>> filterShift;
            filter[bit >>> 6] |= 1L << bit;
            int slot = slot(key);
            next[literal] = heads[slot];
            keys[slot] = key;
            heads[slot] = literal;
        }

        int first(int key) {
            int bit = (key * SPREAD) >>> filterShift;
            return ((filter[bit >>> 6] >>> bit) & 1) == 0 ? -1 : heads[slot(key)];
        }
    }

    private static int window(byte[] text, int at, int length) {
        if (length > EXACT) {
            int hash = 0x811C9DC5;
            for (int i = at; i < at + length; i++) {
                hash = (hash ^ text[i]) * 0x01000193;
            }
            return hash;
        }
        int key = 0;
        for (int i = 0; i < length; i++) {
            key = (key << 8) | (text[at + i] & 0xff);
        }
        return key;
    }

    /** Takes the owner of a text that was found; may be told more than once. */
    @FunctionalInterface
    interface Found {
        void owner(int owner);
    }

    /**
     * Tells the owners of all texts that stand in a folded text.
     *
     * @param folded the text, each byte folded by {@link TextRegex#fold}
     * @param found takes them
     */
    void search(byte[] folded, Found found) {
        for (Windows table : windows) {
            int last = folded.length - table.length;
            for (int at = 0; at <= last; at++) {
                int literal = table.first(window(folded, at, table.length));
                while (literal >= 0) {
                    int from = at - windowAt[literal];
                    int length = begins[literal + 1] - begins[literal];
                    if (from >= 0
                            && from + length <= folded.length
                            && Arrays.equals(
                                    folded, from, from + length, bytes, begins[literal], begins[literal + 1])) {
                        found.owner(owners[literal]);
                    }
                    literal = table.next[literal];
                }
            }
        }
    }

    /** Collects texts. For one thread. */
    static final class Builder {
        private static final int COUNTERS = 1 << 20;

        private byte[] bytes = new byte[256];
        private int[] begins = new int[16];
        private int[] owners = new int[16];
        private int size;

        /** Adds a folded text that is not empty. */
        void add(byte[] text, int owner) {
            int from = begins[size];
            if (from + text.length > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(from + text.length, bytes.length * 2));
            }
            if (size + 1 == begins.length) {
                begins = Arrays.copyOf(begins, size * 2);
                owners = Arrays.copyOf(owners, size * 2);
            }
            System.arraycopy(text, 0, bytes, from, text.length);
            owners[size] = owner;
            begins[++size] = from + text.length;
        }

        LiteralTable build() {
            int[] costs = costs();
            int[] windowAt = new int[size];
            int[] counts = new int[LONGEST + 1];
            for (int literal = 0; literal < size; literal++) {
                windowAt[literal] = rarest(literal, costs);
                counts[windowLength(literal)]++;
            }
            int[] next = new int[size];
            Windows[] tables = new Windows[LONGEST + 1];
            int used = 0;
            for (int length : LENGTHS) {
                if (counts[length] > 0) {
                    tables[length] = new Windows(length, counts[length], next);
                    used++;
                }
            }
            for (int literal = size - 1; literal >= 0; literal--) {
                int length = windowLength(literal);
                tables[length].add(window(bytes, begins[literal] + windowAt[literal], length), literal);
            }
            Windows[] exact = new Windows[used];
            for (int length : LENGTHS) {
                if (counts[length] > 0) {
                    exact[--used] = tables[length];
                }
            }
            return new LiteralTable(
                    Arrays.copyOf(bytes, begins[size]),
                    Arrays.copyOf(begins, size + 1),
                    windowAt,
                    Arrays.copyOf(owners, size),
                    exact);
        }

        private int windowLength(int literal) {
            int available = begins[literal + 1] - begins[literal];
            int longest = 0;
            while (LENGTHS[longest] > available) {
                longest++;
            }
            return LENGTHS[longest];
        }

        /* How often a window occurs among all texts; windows that share a counter are thought more common, which does no harm. */
        private int[] costs() {
            int[] costs = new int[COUNTERS];
            for (int literal = 0; literal < size; literal++) {
                int length = windowLength(literal);
                for (int at = begins[literal]; at + length <= begins[literal + 1]; at++) {
                    costs[counter(bytes, at, length)]++;
                }
            }
            for (String text : EVERYDAY) {
                byte[] everyday = TextRegex.utf8(text);
                for (int length : LENGTHS) {
                    for (int at = 0; length >= EXACT && at + length <= everyday.length; at++) {
                        costs[counter(everyday, at, length)] += EVERYDAY_COST;
                    }
                }
            }
            return costs;
        }

        private static int counter(byte[] text, int at, int length) {
            return ((window(text, at, length) + length) * SPREAD) >>> (Integer.SIZE - 20);
        }

        private int rarest(int literal, int[] costs) {
            int from = begins[literal];
            int length = windowLength(literal);
            int best = 0;
            for (int at = from; at + length <= begins[literal + 1]; at++) {
                if (costs[counter(bytes, at, length)] < costs[counter(bytes, from + best, length)]) {
                    best = at - from;
                }
            }
            return best;
        }
    }
}
