package io.thor4j.yara.pattern;

import java.util.Arrays;

/**
 * Runs a program in linear time: a deterministic automaton whose states are made when a scan first reaches them. Belongs to one thread.
 */
final class LazyDfa {
    /*
     * A state is the ordered list of instructions to enter after the last character, and what stood there; the way to the next characters is
     * followed only when the next character is known, so assertions see both sides of their place. The order is the order of preference:
     * without exhaustive mode a match cuts off all that is behind it, which gives the length that Pike's machine in libyara gives
     * (re.c:2046). Transitions are cached per class of bytes; two more classes stand for a wide character whose second byte is not zero, and
     * for the end of the data.
     *
     * The cache is bounded: when it is full it is emptied and the run goes on, so the worst case is the speed of the plain machine.
     */

    /** Cached states and their transitions, ints; 512 KiB a direction of a pattern. */
    private static final int CACHE_SIZE = 1 << 17;
    /* A run this long is worth remembering, see the trails. */
    private static final int TRAIL_FROM = 32;

    private static final int DEAD = 0;
    private static final int KNOWN = 1;
    private static final int MATCHED = 2;
    private static final int ID_SHIFT = 2;

    /* What stood before a state's place. */
    private static final int BEHIND_OTHER = 0;
    private static final int BEHIND_WORD = 1;
    private static final int BEHIND_NOTHING = 2;

    private final Program program;
    private final boolean exhaustive;
    private final boolean unanchored;
    private final byte[] classOf;
    private final int[] sampleOf;
    private final int notWide;
    private final int end;
    private final int stride;

    private int[][] lists = new int[16][];
    private byte[] behind = new byte[16];
    private int[] transitions;
    private int states;
    private int used;
    private int[] table = new int[64];

    private final int[] seen;
    private final int[] queued;
    private int stamp;
    private int[] stack = new int[16];
    private int[] next = new int[16];

    private int[] startKeys = new int[4];
    private int[] startStates = new int[4];
    private int starts;

    /*
     * Runs from neighbouring starts soon reach the same state at the same place, and then end alike. The last long run is kept; a run that meets
     * it takes over its end. That makes many overlapping starts, as in /a+/ on a run of a, linear.
     */
    private Trail kept = new Trail();
    private Trail current = new Trail();
    private boolean flushed;
    private long transitionsTaken;
    private boolean stopped;

    LazyDfa(Program program, boolean exhaustive, boolean unanchored) {
        this.program = program;
        this.exhaustive = exhaustive;
        this.unanchored = unanchored;
        Program.Classes classes = program.classes();
        this.classOf = classes.of();
        this.sampleOf = classes.sample();
        this.notWide = classes.count();
        this.end = classes.count() + 1;
        this.stride = classes.count() + 2;
        this.transitions = new int[stride * 8];
        this.seen = new int[program.size()];
        this.queued = new int[program.size()];
        clear();
    }

    /** Forgets what it knows of the data; to be called before other data is searched. */
    void reset() {
        kept.to = -1;
        stopped = false;
    }

    /** Returns how many bytes of memory it holds, estimated. */
    long memory() {
        return 4L * used + 8L * seen.length + 4L * (kept.states.length + current.states.length) + 1_000;
    }

    /** Returns how many characters runs from left to right have consumed in all, for tests of the cost. */
    long transitionsTaken() {
        return transitionsTaken;
    }

    /** Tells whether so few states are cached that it may lie about unused, one for each of many patterns. */
    boolean isSmall() {
        return used < CACHE_SIZE / 64;
    }

    /** Tells whether a run since the last reset was cut short by the stop signal. */
    boolean stopped() {
        return stopped;
    }

    /**
     * Runs from left to right.
     *
     * @param data holds the range
     * @param low begin of the range
     * @param high end of the range
     * @param from where to begin
     * @param entry the instruction to enter by
     * @param stop ends the run
     * @return the length of the preferred match in bytes, -1 without a match
     */
    int forward(byte[] data, int low, int high, int from, int entry, StopSignal stop) {
        int before = from > low ? wordOrOther(data[from - 1]) : BEHIND_NOTHING;
        int state = startState(entry, before, stop);
        int last = -1;
        int limit = Math.min(high, from + Program.WINDOW);
        int watchFrom = from + TRAIL_FROM;
        flushed = false;
        boolean onKept = false;
        boolean merge = kept.to >= 0 && kept.entry == entry;
        int at = from;
        int taken = 0;
        while (true) {
            int cls = at < high ? classOf[data[at] & 0xff] & 0xff : end;
            int transition = transitions[state * stride + cls];
            if (transition == 0) {
                transition = step(state, cls, stop);
            }
            if ((transition & MATCHED) != 0) {
                last = at;
            }
            state = transition >>> ID_SHIFT;
            if (state == DEAD || at >= limit) {
                break;
            }
            at++;
            taken++;
            if (at > watchFrom) {
                if (merge && kept.meets(at, state)) {
                    last = kept.last >= at ? kept.last : last;
                    if (!kept.open || kept.to >= limit) {
                        transitionsTaken += taken;
                        stop.spend(taken);
                        return last < 0 ? -1 : last - from;
                    }
                    at = kept.to;
                    state = kept.states[at - kept.from];
                    merge = false;
                    onKept = true;
                } else {
                    (onKept ? kept : current).add(at, state, at == watchFrom + 1);
                }
            }
        }
        if (at > watchFrom) {
            finishTrail(onKept, entry, last, state != DEAD);
        }
        transitionsTaken += taken + 1;
        stop.spend(taken);
        return last < 0 ? -1 : last - from;
    }

    private void finishTrail(boolean onKept, int entry, int last, boolean open) {
        if (!onKept) {
            Trail old = kept;
            kept = current;
            current = old;
            kept.last = -1;
        }
        kept.entry = entry;
        kept.last = Math.max(kept.last, last);
        kept.open = open;
        if (flushed) {
            kept.to = -1;
        }
    }

    /** The states of a run, place by place. */
    private static final class Trail {
        private int[] states = new int[64];
        private int from;
        private int to = -1;
        private int last;
        private int entry;
        private boolean open;

        private boolean meets(int at, int state) {
            return at >= from && at <= to && states[at - from] == state;
        }

        private void add(int at, int state, boolean first) {
            if (first) {
                from = at;
            }
            int index = at - from;
            if (index == states.length) {
                if (index >= 3 * Program.WINDOW) {
                    // No run looks back further than the window.
                    System.arraycopy(states, index - Program.WINDOW, states, 0, Program.WINDOW);
                    from = at - Program.WINDOW;
                    index = Program.WINDOW;
                } else {
                    states = Arrays.copyOf(states, Math.min(index * 2, 3 * Program.WINDOW));
                }
            }
            states[index] = state;
            to = at;
        }
    }

    /** Like {@link #forward}, over characters of two bytes whose second is zero. */
    int forwardWide(byte[] data, int low, int high, int from, int entry, StopSignal stop) {
        int before = from == low ? BEHIND_NOTHING : from - low >= 2 ? wideWordOrOther(data, from - 2) : BEHIND_OTHER;
        int state = startState(entry, before, stop);
        int last = -1;
        int limit = Math.min(high, from + Program.WINDOW);
        int at = from;
        while (true) {
            int cls = at < high - 1
                    ? data[at + 1] == 0 ? classOf[data[at] & 0xff] & 0xff : notWide
                    : at < high ? notWide : end;
            int transition = transitions[state * stride + cls];
            if (transition == 0) {
                transition = step(state, cls, stop);
            }
            if ((transition & MATCHED) != 0) {
                last = at;
            }
            state = transition >>> ID_SHIFT;
            if (state == DEAD || at >= limit) {
                break;
            }
            at += 2;
        }
        stop.spend(at - from);
        return last < 0 ? -1 : last - from;
    }

    /**
     * Runs from right to left and finds every match.
     *
     * @param data holds the range
     * @param low begin of the range
     * @param high end of the range
     * @param from the place to begin at; the first byte consumed is the one before it
     * @param entry the instruction to enter by
     * @param out takes the places where matches begin, the nearest first; at least the window plus one long
     * @param stop ends the run
     * @return how many there are
     */
    int backward(byte[] data, int low, int high, int from, int entry, int[] out, StopSignal stop) {
        int before = from < high ? wordOrOther(data[from]) : BEHIND_NOTHING;
        int state = startState(entry, before, stop);
        int count = 0;
        int limit = Math.max(low, from - Program.WINDOW);
        int at = from;
        while (true) {
            int cls = at > low ? classOf[data[at - 1] & 0xff] & 0xff : end;
            int transition = transitions[state * stride + cls];
            if (transition == 0) {
                transition = step(state, cls, stop);
            }
            if ((transition & MATCHED) != 0) {
                out[count++] = at;
            }
            state = transition >>> ID_SHIFT;
            if (state == DEAD || at <= limit) {
                break;
            }
            at--;
        }
        stop.spend(from - at);
        return count;
    }

    /** Like {@link #backward}, over characters of two bytes whose second is zero. */
    int backwardWide(byte[] data, int low, int high, int from, int entry, int[] out, StopSignal stop) {
        int before = from < high - 1 ? wideWordOrOther(data, from) : from < high ? BEHIND_OTHER : BEHIND_NOTHING;
        int state = startState(entry, before, stop);
        int count = 0;
        int limit = Math.max(low, from - Program.WINDOW);
        int at = from;
        while (true) {
            int cls = at - low >= 2
                    ? data[at - 1] == 0 ? classOf[data[at - 2] & 0xff] & 0xff : notWide
                    : at > low ? notWide : end;
            int transition = transitions[state * stride + cls];
            if (transition == 0) {
                transition = step(state, cls, stop);
            }
            if ((transition & MATCHED) != 0) {
                out[count++] = at;
            }
            state = transition >>> ID_SHIFT;
            if (state == DEAD || at <= limit) {
                break;
            }
            at -= 2;
        }
        stop.spend(from - at);
        return count;
    }

    /** Tells whether an unanchored program matches somewhere in the range; a match at the end of a range that is not empty is not tried. */
    boolean found(byte[] data, int low, int high, StopSignal stop) {
        int state = startState(-1, BEHIND_NOTHING, stop);
        for (int at = low; ; at++) {
            int cls = at < high ? classOf[data[at] & 0xff] & 0xff : end;
            int transition = transitions[state * stride + cls];
            if (transition == 0) {
                transition = step(state, cls, stop);
            }
            if ((transition & MATCHED) != 0) {
                return true;
            }
            state = transition >>> ID_SHIFT;
            if (at >= high || state == DEAD) {
                return false;
            }
        }
    }

    private static int wordOrOther(byte c) {
        return isWord(c & 0xff) ? BEHIND_WORD : BEHIND_OTHER;
    }

    private static int wideWordOrOther(byte[] data, int at) {
        return data[at + 1] == 0 ? wordOrOther(data[at]) : BEHIND_OTHER;
    }

    static boolean isWord(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    private void clear() {
        states = 1;
        used = 0;
        Arrays.fill(table, 0);
        starts = 0;
        kept.to = -1;
        flushed = true;
        if (transitions.length > stride * 8) {
            transitions = new int[stride * 8];
        } else {
            Arrays.fill(transitions, 0);
        }
    }

    private int startState(int entry, int before, StopSignal stop) {
        // An unanchored program must tell the first place from others, to try the end only there.
        int flag = program.hasAssertions || unanchored ? before : BEHIND_OTHER;
        int key = entry * 4 + flag;
        for (int i = 0; i < starts; i++) {
            if (startKeys[i] == key) {
                return startStates[i];
            }
        }
        int[] list = entry < 0 ? new int[0] : new int[] {entry};
        if (used > CACHE_SIZE) {
            clear();
        }
        int state = intern(list, list.length, flag);
        if (starts == startKeys.length) {
            startKeys = Arrays.copyOf(startKeys, starts * 2);
            startStates = Arrays.copyOf(startStates, starts * 2);
        }
        startKeys[starts] = key;
        startStates[starts++] = state;
        stop.spend(1);
        return state;
    }

    private int step(int state, int cls, StopSignal stop) {
        int[] list = lists[state];
        int before = behind[state];
        int from = state;
        if (used > CACHE_SIZE) {
            clear();
            from = intern(list, list.length, before);
        }
        int symbol = cls < notWide ? sampleOf[cls] : -1;
        boolean aheadWord = symbol >= 0 && isWord(symbol);
        if (stamp >= Integer.MAX_VALUE - 2) {
            Arrays.fill(seen, 0);
            Arrays.fill(queued, 0);
            stamp = 0;
        }
        stamp++;
        boolean matched = false;
        int count = 0;
        boolean again = unanchored && (cls != end || before == BEHIND_NOTHING);
        for (int i = 0; i < list.length + (again ? 1 : 0) && !(matched && !exhaustive); i++) {
            int result =
                    follow(i < list.length ? list[i] : program.start, count, symbol, before, aheadWord, cls == end);
            matched |= result < 0;
            count = result < 0 ? -1 - result : result;
        }
        if (stop.spend(8 + 4 * list.length)) {
            stopped = true;
            return KNOWN | (matched ? MATCHED : 0);
        }
        int target = DEAD;
        if (cls != end && (count > 0 || unanchored)) {
            int flag = program.hasAssertions && aheadWord ? BEHIND_WORD : BEHIND_OTHER;
            target = intern(next, count, flag);
        }
        int transition = target << ID_SHIFT | (matched ? MATCHED : 0) | KNOWN;
        transitions[from * stride + cls] = transition;
        return transition;
    }

    /* Follows the ways from one instruction, the preferred first. Returns how long the next list is, as -1 - length after a match. */
    private int follow(int entry, int length, int symbol, int before, boolean aheadWord, boolean atEnd) {
        int count = length;
        boolean matched = false;
        int depth = 0;
        stack[depth++] = entry;
        while (depth > 0) {
            int pc = stack[--depth];
            if (seen[pc] == stamp) {
                continue;
            }
            seen[pc] = stamp;
            switch (program.op[pc]) {
                case Program.CHARACTER -> {
                    int target = program.y[pc];
                    if (symbol >= 0 && queued[target] != stamp && program.sets[program.x[pc]].contains(symbol)) {
                        queued[target] = stamp;
                        if (count == next.length) {
                            next = Arrays.copyOf(next, count * 2);
                        }
                        next[count++] = target;
                    }
                }
                case Program.SPLIT -> {
                    if (depth + 2 > stack.length) {
                        stack = Arrays.copyOf(stack, stack.length * 2);
                    }
                    stack[depth++] = program.y[pc];
                    stack[depth++] = program.x[pc];
                }
                case Program.AT_BEGIN -> depth = enterIf(before == BEHIND_NOTHING, pc, depth);
                case Program.AT_END -> depth = enterIf(atEnd, pc, depth);
                case Program.AT_BOUNDARY -> depth = enterIf((before == BEHIND_WORD) != aheadWord, pc, depth);
                case Program.NOT_AT_BOUNDARY -> depth = enterIf((before == BEHIND_WORD) == aheadWord, pc, depth);
                default -> {
                    matched = true;
                    if (!exhaustive) {
                        return -1 - count;
                    }
                }
            }
        }
        return matched ? -1 - count : count;
    }

    /* Its own place on the stack was just taken, so there is room. */
    private int enterIf(boolean holds, int pc, int depth) {
        if (holds) {
            stack[depth] = program.y[pc];
        }
        return holds ? depth + 1 : depth;
    }

    private int intern(int[] list, int length, int before) {
        int hash = before;
        for (int i = 0; i < length; i++) {
            hash = hash * 31 + list[i];
        }
        hash *= 0x9E3779B9;
        int slot = (hash >>> 7) & (table.length - 1);
        while (table[slot] != 0) {
            int known = table[slot];
            if (behind[known] == before && Arrays.equals(lists[known], 0, lists[known].length, list, 0, length)) {
                return known;
            }
            slot = (slot + 1) & (table.length - 1);
        }
        int state = states++;
        if (state == lists.length) {
            lists = Arrays.copyOf(lists, state * 2);
            behind = Arrays.copyOf(behind, state * 2);
        }
        if ((state + 1) * stride > transitions.length) {
            transitions = Arrays.copyOf(transitions, transitions.length * 2);
        }
        lists[state] = Arrays.copyOf(list, length);
        behind[state] = (byte) before;
        used += length + stride + 8;
        table[slot] = state;
        if (states * 2 > table.length) {
            rehash();
        }
        return state;
    }

    private void rehash() {
        int[] larger = new int[table.length * 2];
        for (int state : table) {
            if (state != 0) {
                int hash = behind[state];
                for (int pc : lists[state]) {
                    hash = hash * 31 + pc;
                }
                hash *= 0x9E3779B9;
                int slot = (hash >>> 7) & (larger.length - 1);
                while (larger[slot] != 0) {
                    slot = (slot + 1) & (larger.length - 1);
                }
                larger[slot] = state;
            }
        }
        table = larger;
    }
}
