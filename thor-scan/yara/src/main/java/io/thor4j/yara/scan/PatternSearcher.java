package io.thor4j.yara.scan;

import io.thor4j.yara.YaraLimits;
import io.thor4j.yara.pattern.Automaton;
import io.thor4j.yara.pattern.GramModel;
import io.thor4j.yara.pattern.Literal;
import io.thor4j.yara.pattern.Pattern;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Searches a pattern set in one range of bytes after another. One per thread; reused, so that a clean search allocates nothing. */
public final class PatternSearcher {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] NOTHING = {};
    private static final long FOLD = 0x2020202020202020L;

    /* Places examined between two looks at the stop: under 10 microseconds. */
    private static final int BLOCK = 8192;

    /* Work of testing four places one by one. */
    private static final int GROUP_WORK = 3;

    /* Work of finding out that four bytes which the filter lets through are no gram. */
    private static final int PROBE_WORK = 4;

    /* Targets of a gram that are compared in one unit of work. */
    private static final int COMPARED_PER_UNIT = 4;

    /* Work of running an automaton, beside its steps. */
    private static final int AUTOMATON_WORK = 16;

    /* Work of looking at one candidate of a literal. */
    private static final int LITERAL_WORK = 8;

    /** Where in an order the atom's place begins; below it is what decides between atoms at one place. */
    static final int FINDING_SHIFT = 21;

    private final PatternSet patterns;
    private final MatchLists matches;
    private final RunnerPool runners;
    private final int[] doneScan;
    private int scan;

    private final SearchWork work;
    private final MissMemo misses = new MissMemo();
    private final int[] candidates = new int[BLOCK + 4];
    private final int[] places = new int[BLOCK + 4];
    private int[] begins = new int[0];

    /* The search under way. */
    private SearchTables tables = SearchTables.EMPTY;
    private byte[] data = NOTHING;
    private int low;
    private int high;
    /* The places to look at; what is found there may reach beyond them. */
    private int firstPlace;
    private int endPlace;
    private boolean fast;
    private @Nullable ScanControl control;
    private boolean stopped;
    private final YaraLimits limits;
    private @Nullable ChunkedSearch shared;

    /**
     * Makes a searcher.
     *
     * @param patterns what to search
     * @param limits how many matches to keep
     */
    public PatternSearcher(PatternSet patterns, YaraLimits limits) {
        this(patterns, limits, RunnerPool.MAX_MEMORY);
    }

    /** Makes a searcher whose runners hold so many bytes at most. */
    PatternSearcher(PatternSet patterns, YaraLimits limits, long maxRunnerMemory) {
        this.patterns = patterns;
        this.limits = limits;
        int lists = patterns.pieces.length;
        boolean[] byOrder = new boolean[lists];
        boolean[] greedy = new boolean[lists];
        for (int i = 0; i < lists; i++) {
            Pattern pattern = patterns.pieces[i].pattern();
            byOrder[i] = patterns.pieces[i].piece().automaton() != null
                    || pattern.spec().base64()
                    || pattern.spec().base64wide();
            greedy[i] = pattern.greedy();
        }
        for (int chain : patterns.chains) {
            byOrder[chain] = true;
        }
        this.matches =
                new MatchLists(patterns.size(), byOrder, greedy, limits.maxMatchesPerString(), limits.maxMatches());
        this.runners = new RunnerPool(patterns, maxRunnerMemory);
        this.doneScan = new int[lists];
        this.work = new SearchWork(patterns, limits.slowdown());
    }

    /** Returns how many bytes the runners of automata hold, estimated. */
    long runnerMemory() {
        return runners.memory();
    }

    /** Returns the matches of the last search. */
    public MatchTable matches() {
        return matches;
    }

    /**
     * Searches all patterns. Stops early when the control says so; what was found until then stays in the table.
     *
     * @param bytes holds the range
     * @param from begin of the range
     * @param length bytes of the range; the caller has checked both
     * @param firstOnly whether patterns that need only one match may stop at the first
     * @param stop ends the search
     * @param meter is charged with the work of each pattern
     */
    public void search(byte[] bytes, int from, int length, boolean firstOnly, ScanControl stop, PatternCosts meter) {
        search(patterns.whole(), bytes, from, length, firstOnly, stop, meter);
    }

    /**
     * Searches some patterns. Stops early when the control says so; what was found until then stays in the table.
     *
     * @param what finds the patterns, of the set that this searcher was made for
     * @param bytes holds the range
     * @param from begin of the range
     * @param length bytes of the range; the caller has checked both
     * @param firstOnly whether patterns that need only one match may stop at the first
     * @param stop ends the search
     * @param meter is charged with the work of each pattern
     */
    public void search(
            SearchTables what,
            byte[] bytes,
            int from,
            int length,
            boolean firstOnly,
            ScanControl stop,
            PatternCosts meter) {
        start(firstOnly, meter);
        pass(what, bytes, from, length, stop);
    }

    private void start(boolean firstOnly, PatternCosts meter) {
        matches.clear();
        work.begin(meter);
        if (++scan == Integer.MAX_VALUE) {
            Arrays.fill(doneScan, 0);
            scan = 1;
        }
        runners.begin();
        fast = firstOnly;
        stopped = false;
    }

    /**
     * Searches other patterns in the range of the search before, and adds what it finds to the table. Stops early when the control says so.
     *
     * @param what finds the patterns, none of them searched before
     * @param bytes holds the range, as in the search before
     * @param from begin of the range
     * @param length bytes of the range
     * @param stop ends the search
     */
    public void searchMore(SearchTables what, byte[] bytes, int from, int length, ScanControl stop) {
        work.again();
        pass(what, bytes, from, length, stop);
    }

    private void pass(SearchTables what, byte[] bytes, int from, int length, ScanControl stop) {
        open(what, bytes, from, length, stop);
        searchFixed();
        ChunkedSearch inParts = shared;
        if (inParts == null || !inParts.search(what, bytes, from, length, fast, stop, work, matches)) {
            for (int pass = 0; pass < SearchPart.EVERYWHERE + what.everywhere.length; pass++) {
                searchPass(pass);
            }
        }
        putInOrder(stop);
        matches.publish();
        close();
    }

    private void open(SearchTables what, byte[] bytes, int from, int length, ScanControl stop) {
        if (tables != what) {
            tables = what;
            misses.clear();
        }
        data = bytes;
        low = from;
        high = from + length;
        firstPlace = low;
        endPlace = high;
        control = stop;
    }

    private void close() {
        data = NOTHING;
        control = null;
    }

    private void searchPass(int pass) {
        if (!tables.hasPass(pass)) {
            return;
        }
        switch (pass) {
            case SearchPart.GRAMS -> searchGrams();
            case SearchPart.SHORT_GRAMS -> searchShortGrams();
            default -> searchEverywhere(tables.everywhere[pass - SearchPart.EVERYWHERE]);
        }
    }

    /**
     * Lets searches of large ranges be shared with other threads; what they find stays the same.
     *
     * @param executor runs helpers, now, later or never
     * @param helpers how many are asked for at most
     */
    public void shareWith(Executor executor, int helpers) {
        shareWith(executor, helpers, ChunkedSearch.LEAST, ChunkedSearch.CHUNK);
    }

    /**
     * Lets searches of ranges be shared with other threads; for tests, whose ranges are small.
     *
     * @param executor runs helpers, now, later or never
     * @param helpers how many are asked for at most
     * @param least bytes of the shortest range that is divided
     * @param chunk places of a part
     */
    public void shareWith(Executor executor, int helpers, int least, int chunk) {
        shared = new ChunkedSearch(patterns, limits, executor, helpers, least, chunk);
    }

    /** Does a part of the search of another searcher; the part is charged with its work. */
    MatchLists.Copy searchPart(
            SearchTables what,
            byte[] bytes,
            int from,
            int length,
            boolean firstOnly,
            SearchPart part,
            ScanControl stop) {
        start(firstOnly, part);
        open(what, bytes, from, length, stop);
        firstPlace = part.begin();
        endPlace = part.end();
        searchPass(part.pass());
        close();
        return matches.copy();
    }

    /** Returns the accounts of the last search. */
    SearchWork work() {
        return work;
    }

    /* Nothing is evaluated when the time is over, so then the order of a million matches is not worth another tenth of a second. */
    private void putInOrder(ScanControl stop) {
        if (stop.expired() || !matches.finish(stop)) {
            return;
        }
        for (int chain : tables.chains) {
            int first = patterns.firstPiece(chain);
            if (!new ChainJoiner(matches, patterns.pattern(chain).pieces(), first, stop).joinInto(chain)) {
                return;
            }
        }
    }

    private void charge(int piece, int units) {
        if (work.charge(piece, units)) {
            doneScan[piece] = scan;
        }
        ScanControl spent = control;
        if (spent != null && work.isOver(spent.spent())) {
            stopped |= work.relieve(spent.spent(), other -> doneScan[other] = scan);
        }
    }

    /* Charges what was spent since a begin, in parts of an int's size. */
    private void chargeSince(int piece, long begin, ScanControl stop) {
        charge(piece, (int) Math.min(Integer.MAX_VALUE >> 1, stop.spent() - begin));
    }

    private boolean stop(int steps) {
        stopped |= control != null && control.spend(steps);
        return stopped;
    }

    /*
     * Three stages, because a branch at every place would be mispredicted too often: the places of a block are tested four at a time and written
     * down without a branch; of those written down each is tested alone, with the two bytes behind the gram, again without a branch; what is
     * left is looked at.
     */
    private void searchGrams() {
        byte[] bytes = data;
        GramTable table = tables.grams;
        byte[] filter = table.filter;
        int shift = table.filterShift;
        int[] found = candidates;
        int[] kept = places;
        int last = Math.min(high - GramModel.GRAM, endPlace - 1);
        // Four places are read with a long each, the last of them three bytes behind the first.
        int wideEnd = Math.min(high - Long.BYTES - 3, endPlace - 4);
        int at = firstPlace;
        while (at <= wideEnd && !stopped) {
            int blockEnd = Math.min(wideEnd, at + BLOCK - 4);
            int count = 0;
            int first = at;
            for (; at <= blockEnd; at += 4) {
                long word = (long) LONG.get(bytes, at);
                word |= word >>> 1 & FOLD;
                found[count] = at;
                int any = filter[GramTable.hash((int) word) >>> shift]
                        | filter[GramTable.hash((int) (word >>> 8)) >>> shift]
                        | filter[GramTable.hash((int) (word >>> 16)) >>> shift]
                        | filter[GramTable.hash((int) (word >>> 24)) >>> shift];
                count += any >>> 31;
            }
            int left = 0;
            for (int i = 0; i < count; i++) {
                int group = found[i];
                for (int place = group; place < group + 4; place++) {
                    long word = (long) LONG.get(bytes, place);
                    word |= word >>> 1 & FOLD;
                    int held = filter[GramTable.hash((int) word) >>> shift];
                    kept[left] = place;
                    left += held >>> GramTable.tag((int) (word >>> 32) & 0xffff) & held >>> 31 & 1;
                }
            }
            int looks = GROUP_WORK * count;
            for (int i = 0; i < left && !stopped; i++) {
                looks += look(table, bytes, kept[i]);
            }
            work.passed(at - first, tables.gramWork);
            if (stop((at - first) / 2 + looks)) {
                return;
            }
        }
        for (int place = at; place <= last && !stopped; place++) {
            look(table, bytes, place);
        }
    }

    /* Looks at a place that the filter lets through, or that is too near the end for it; returns the work without that of verifying. */
    private int look(GramTable table, byte[] bytes, int place) {
        int index = table.find(GramModel.foldGram((int) INT.get(bytes, place)));
        if (index < 0) {
            return PROBE_WORK;
        }
        long[] postings = table.postings;
        int length = GramTable.length(postings[index + 2]);
        // All that the postings compare lies in the eight bytes from here on and the four before.
        boolean memorable = length >= MissMemo.FROM && place - low >= Integer.BYTES && high - place >= Long.BYTES;
        long before = memorable ? (int) INT.get(bytes, place - Integer.BYTES) : 0;
        long from = memorable ? (long) LONG.get(bytes, place) : 0;
        if (memorable && misses.knows(before, from)) {
            return PROBE_WORK;
        }
        boolean missed = true;
        while (true) {
            long third = postings[index + 2];
            int checkAt = place + (byte) third;
            boolean checked = checkAt >= low && checkAt <= high - Long.BYTES;
            if (!checked || (((long) LONG.get(bytes, checkAt) ^ postings[index]) & postings[index + 1]) == 0) {
                missed = false;
                verify(patterns.targets[(int) (third >>> 32)], place, checked);
            }
            if ((third & GramTable.LAST) != 0) {
                break;
            }
            index += GramTable.STRIDE;
        }
        if (memorable && missed) {
            misses.note(before, from);
        }
        return PROBE_WORK + length / COMPARED_PER_UNIT;
    }

    /* In stages, as the grams of four bytes. */
    private void searchShortGrams() {
        byte[] bytes = data;
        long[] filter = tables.shortGrams.filter;
        int[] found = candidates;
        int[] kept = places;
        int wideEnd = Math.min(high - Long.BYTES, endPlace - 4);
        int at = firstPlace;
        while (at <= wideEnd && !stopped) {
            int blockEnd = Math.min(wideEnd, at + BLOCK - 4);
            int count = 0;
            int first = at;
            for (; at <= blockEnd; at += 4) {
                long word = (long) LONG.get(bytes, at);
                word |= word >>> 1 & FOLD;
                found[count] = at;
                // The shift takes the low six bits of the pair, the index the others.
                long any = filter[(int) (word >>> 6) & 0x3ff] >>> word
                        | filter[(int) (word >>> 14) & 0x3ff] >>> (word >>> 8)
                        | filter[(int) (word >>> 22) & 0x3ff] >>> (word >>> 16)
                        | filter[(int) (word >>> 30) & 0x3ff] >>> (word >>> 24);
                count += (int) any & 1;
            }
            int left = 0;
            for (int i = 0; i < count; i++) {
                int place = found[i];
                long word = (long) LONG.get(bytes, place);
                word |= word >>> 1 & FOLD;
                for (int step = 0; step < 4; step++) {
                    kept[left] = place + step;
                    left += (int) (filter[(int) (word >>> 6) & 0x3ff] >>> word) & 1;
                    word >>>= 8;
                }
            }
            for (int i = 0; i < left && !stopped; i++) {
                probeShort(bytes, kept[i]);
            }
            work.passed(at - first, tables.shortGramWork);
            if (stop((at - first) / 2)) {
                return;
            }
        }
        for (int place = at; place < endPlace && !stopped; place++) {
            probeShort(bytes, place);
        }
    }

    private void probeShort(byte[] bytes, int place) {
        ShortGramTable table = tables.shortGrams;
        // Behind the last byte stands nothing: any second byte finds what is one byte long, and what is longer does not
        // fit.
        int second = place < high - 1 ? bytes[place + 1] & 0xff : 0;
        int index = table.find(GramModel.fold(bytes[place] & 0xff) | GramModel.fold(second) << 8);
        if (index < 0) {
            return;
        }
        int number = 0;
        while (number >= 0) {
            number = table.postings[index++];
            check(patterns.targets[number < 0 ? ~number : number], place);
        }
    }

    private void check(PatternSet.Target target, int place) {
        int checkAt = place + target.checkFrom;
        boolean checked = checkAt >= low && checkAt <= high - Long.BYTES;
        if (!checked || (((long) LONG.get(data, checkAt) ^ target.checkValue) & target.checkMask) == 0) {
            verify(target, place, checked);
        }
    }

    private void verify(PatternSet.Target target, int place, boolean checked) {
        if (doneScan[target.piece] == scan) {
            return;
        }
        Literal literal = target.literal;
        if (literal == null) {
            verifyAutomaton(target, place - target.gramOffset);
            return;
        }
        int begin = place - target.gramOffset;
        int size = literal.bytes().length;
        if (begin < low || size > high - begin) {
            return;
        }
        charge(target.piece, LITERAL_WORK + (size >>> 4));
        stop(LITERAL_WORK + (size >>> 4));
        if (!checked || size > Long.BYTES) {
            if (!literal.standsAt(data, begin)) {
                return;
            }
        }
        report(target.piece, begin, size, literal.wide(), literal.order());
    }

    private void verifyAutomaton(PatternSet.Target target, int place) {
        Automaton.Entry entry = target.entry;
        int piece = target.piece;
        ScanControl stop = control;
        if (place < low || entry == null || stop == null) {
            return;
        }
        long before = stop.spent();
        Automaton.Runner runner = runners.runner(piece);
        long held = runner.memory();
        int ahead = runner.forward(data, low, high, place, entry, stop);
        if (ahead >= 0) {
            if (begins.length == 0) {
                begins = new int[Automaton.MAX_BEGINS];
            }
            long order = order(place + entry.length(), entry.length(), entry.wide(), entry.index());
            int count = runner.backward(data, low, high, place, entry, begins, stop);
            // From the farthest on, so that the list stays in order where it can.
            for (int i = count - 1; i >= 0; i--) {
                report(piece, begins[i], place - begins[i] + ahead, entry.wide(), order);
            }
        }
        runners.grew(runner.memory() - held);
        stop(AUTOMATON_WORK);
        chargeSince(piece, before, stop);
    }

    /*
     * When libyara would have found the match: its automaton reports atoms where they end, the longer one first, ascii before wide, then in
     * the order of the list. A list can have thousands; 20 bits hold the few that a pattern's size allows.
     */
    private static long order(int atomEnd, int atomLength, boolean wide, int index) {
        return (long) atomEnd << 24 | (long) (7 - atomLength) << FINDING_SHIFT | (wide ? 1L << 20 : 0) | index;
    }

    private void searchEverywhere(int piece) {
        Automaton automaton = patterns.pieces[piece].piece().automaton();
        ScanControl stop = control;
        if (automaton == null || stop == null) {
            return;
        }
        Automaton.Runner runner = runners.runner(piece);
        long held = runner.memory();
        for (int at = firstPlace; at < endPlace && !stopped && doneScan[piece] != scan; at++) {
            long before = stop.spent();
            for (int form = 0; form < 2; form++) {
                boolean wide = form == 1;
                if (wide ? automaton.wide() : automaton.ascii()) {
                    int length = runner.whole(data, low, high, at, wide, stop);
                    if (length >= 0) {
                        report(piece, at, length, wide, order(at, 0, wide, 0));
                    }
                }
            }
            stop(AUTOMATON_WORK);
            work.passed(1, SearchTables.WORK_EVERYWHERE);
            chargeSince(piece, before, stop);
        }
        runners.grew(runner.memory() - held);
    }

    private void searchFixed() {
        for (int pattern : tables.fixed) {
            long offset = patterns.fixedOffset(pattern);
            for (Literal literal : patterns.pieces[pattern].piece().literals()) {
                if (offset <= high - low - literal.bytes().length && literal.standsAt(data, low + (int) offset)) {
                    report(pattern, low + (int) offset, literal.bytes().length, literal.wide(), literal.order());
                }
            }
        }
    }

    private void report(int piece, int begin, int length, boolean wide, long order) {
        Pattern pattern = patterns.pieces[piece].pattern();
        if (pattern.spec().fullword() && !isWord(begin, length, wide)) {
            return;
        }
        boolean takesMore = matches.add(piece, begin - low, length, order);
        if (!takesMore || (fast && patterns.needsOne(piece))) {
            doneScan[piece] = scan;
        }
    }

    /* What stands on both sides must not be a letter or digit; a wide one is a letter or digit with a zero behind it (libyara scan.c:676). */
    private boolean isWord(int begin, int length, boolean wide) {
        int end = begin + length;
        if (wide) {
            boolean before = begin - low >= 2 && data[begin - 1] == 0 && isAlphanumeric(data[begin - 2]);
            boolean behind = high - end >= 2 && data[end + 1] == 0 && isAlphanumeric(data[end]);
            return !before && !behind;
        }
        boolean before = begin > low && isAlphanumeric(data[begin - 1]);
        boolean behind = end < high && isAlphanumeric(data[end]);
        return !before && !behind;
    }

    private static boolean isAlphanumeric(byte c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
