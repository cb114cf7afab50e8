package io.thor4j.yara.pattern;

import java.util.List;

/**
 * A pattern that is not a row of bytes: how to recognise it around a place that the search has found. Immutable; threads share it, each with
 * its own {@link Runner}.
 */
public final class Automaton {
    private final Program forward;
    private final Program backward;
    private final List<Entry> entries;
    private final boolean ascii;
    private final boolean wide;

    Automaton(Program forward, Program backward, List<Entry> entries, boolean ascii, boolean wide) {
        this.forward = forward;
        this.backward = backward;
        this.entries = entries;
        this.ascii = ascii;
        this.wide = wide;
    }

    /**
     * A place in the pattern at which a match is recognised in both directions.
     *
     * @param forwardEntry instruction of the forward program
     * @param backwardEntry instruction of the backward program
     * @param wide whether characters are two bytes
     * @param length bytes of the atom that libyara would look for here, 1 to 4: orders matches at one offset
     * @param index which of the pattern's atoms this is, as libyara would meet them at one place: orders matches, too
     * @param grams what to search first, offsets counted from this place
     */
    public record Entry(int forwardEntry, int backwardEntry, boolean wide, int length, int index, List<Gram> grams) {}

    /** Returns the places to look for; empty when every place of the data must be tried. */
    public List<Entry> entries() {
        return entries;
    }

    Program forward() {
        return forward;
    }

    Program backward() {
        return backward;
    }

    /** Returns how many bytes of memory it needs, estimated. */
    long memory() {
        return forward.memory() + backward.memory() + 300L * entries.size();
    }

    /** Returns whether characters of one byte are tried. */
    public boolean ascii() {
        return ascii;
    }

    /** Returns whether characters of two bytes are tried. */
    public boolean wide() {
        return wide;
    }

    /** Returns a new runner for one thread. */
    public Runner runner() {
        return new Runner(this);
    }

    /** Runs an automaton; belongs to one thread. */
    public static final class Runner {
        private final Automaton automaton;
        private final LazyDfa ahead;
        private final LazyDfa back;

        private Runner(Automaton automaton) {
            this.automaton = automaton;
            this.ahead = new LazyDfa(automaton.forward, false, false);
            this.back = new LazyDfa(automaton.backward, true, false);
        }

        /** Returns how many bytes of memory it holds, estimated: it grows with the data that it has seen. */
        public long memory() {
            return ahead.memory() + back.memory();
        }

        /** Begins with other data. */
        public void reset() {
            ahead.reset();
            back.reset();
        }

        /**
         * Returns the length of the preferred match from a place, -1 without one.
         *
         * @param data holds the range
         * @param low begin of the range
         * @param high end of the range
         * @param at the place
         * @param entry what was found there
         * @param stop ends the run
         */
        public int forward(byte[] data, int low, int high, int at, Entry entry, StopSignal stop) {
            return entry.wide()
                    ? ahead.forwardWide(data, low, high, at, entry.forwardEntry(), stop)
                    : ahead.forward(data, low, high, at, entry.forwardEntry(), stop);
        }

        /**
         * Finds all begins of matches that reach a place.
         *
         * @param data holds the range
         * @param low begin of the range
         * @param high end of the range
         * @param at the place
         * @param entry what was found there
         * @param out takes the begins, the nearest first; {@link #MAX_BEGINS} long
         * @param stop ends the run
         * @return how many there are
         */
        public int backward(byte[] data, int low, int high, int at, Entry entry, int[] out, StopSignal stop) {
            return entry.wide()
                    ? back.backwardWide(data, low, high, at, entry.backwardEntry(), out, stop)
                    : back.backward(data, low, high, at, entry.backwardEntry(), out, stop);
        }

        /**
         * Returns the length of the preferred match that begins at a place, for patterns without entries; -1 without one.
         *
         * @param data holds the range
         * @param low begin of the range
         * @param high end of the range
         * @param at the place
         * @param wide whether characters are two bytes
         * @param stop ends the run
         */
        public int whole(byte[] data, int low, int high, int at, boolean wide, StopSignal stop) {
            return wide
                    ? ahead.forwardWide(data, low, high, at, automaton.forward.start, stop)
                    : ahead.forward(data, low, high, at, automaton.forward.start, stop);
        }
    }

    /** The most begins that one place can have. */
    public static final int MAX_BEGINS = Program.WINDOW + 1;
}
