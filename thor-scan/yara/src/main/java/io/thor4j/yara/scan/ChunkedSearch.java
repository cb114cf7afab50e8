package io.thor4j.yara.scan;

import io.thor4j.yara.YaraLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Searches one large range with the help of other threads, and finds what one thread finds. Belongs to the thread of its searcher.
 */
final class ChunkedSearch {
    /*
     * Every match is found from a place: where its gram stands, or where it begins when no gram finds it. So the places are divided among the
     * parts, each part looks at the whole range around its places, and the parts together find each match once. What is found is put together
     * in the order in which one thread would have found it: pass after pass, and in each pass from the lowest places on.
     *
     * What a search gives up, and which matches it does not keep, depends on what it found before. So when a limit is reached, or might be, the
     * parts are thrown away and one thread searches everything.
     */

    /** Bytes below which a range is not worth the work of dividing it; own choice: some ten milliseconds of searching. */
    static final int LEAST = 8 << 20;

    /** Places of a part; own choice: some milliseconds, so that threads end together. */
    static final int CHUNK = 1 << 20;

    /* A rule may cost so much; when all together cost this part of it, none of them comes near. */
    private static final int PART_OF_LIMIT = 4;

    private final PatternSet patterns;
    private final YaraLimits limits;
    private final Executor executor;
    private final int helpers;
    private final int least;
    private final int chunk;

    /**
     * Makes a search.
     *
     * @param executor runs helpers, now, later or never
     * @param helpers how many are asked for at most
     * @param least bytes of the shortest range that is divided
     * @param chunk places of a part
     */
    ChunkedSearch(PatternSet patterns, YaraLimits limits, Executor executor, int helpers, int least, int chunk) {
        this.patterns = patterns;
        this.limits = limits;
        this.executor = executor;
        this.helpers = helpers;
        this.least = least;
        this.chunk = chunk;
    }

    /**
     * Searches a range and adds what it finds.
     *
     * @param what finds the patterns
     * @param bytes holds the range
     * @param from begin of the range
     * @param length bytes of the range
     * @param firstOnly whether patterns that need only one match may stop at the first
     * @param stop ends the search
     * @param work what the search has cost and may cost
     * @param out takes the matches
     * @return false when nothing was added, because one thread has to do it
     */
    boolean search(
            SearchTables what,
            byte[] bytes,
            int from,
            int length,
            boolean firstOnly,
            ScanControl stop,
            SearchWork work,
            MatchLists out) {
        if (length < least || helpers == 0) {
            return false;
        }
        List<SearchPart> parts = parts(what, from, length);
        SearchJob job = new SearchJob(patterns, limits, what, bytes, from, length, firstOnly, stop, parts);
        for (int i = 0; i < Math.min(helpers, parts.size() - 1); i++) {
            try {
                executor.execute(job);
            } catch (RejectedExecutionException e) {
                // Nobody helps any more, so the rest is done here.
                break;
            }
        }
        job.run();
        job.await();
        if (stop.expired()) {
            return true;
        }
        if (job.isAbandoned() || !isWithinLimits(parts, stop, work, out)) {
            return false;
        }
        for (SearchPart part : parts) {
            stop.join(part.control());
            part.addTo(out, firstOnly, patterns);
            part.chargeTo(work.meter());
            work.passed(part.size(), part.cleanWork());
        }
        return true;
    }

    private List<SearchPart> parts(SearchTables what, int from, int length) {
        List<SearchPart> parts = new ArrayList<>();
        int passes = SearchPart.EVERYWHERE + what.everywhere.length;
        for (int pass = 0; pass < passes; pass++) {
            if (what.hasPass(pass)) {
                for (long at = 0; at < length; at += chunk) {
                    int begin = (int) (from + at);
                    parts.add(new SearchPart(pass, begin, (int) Math.min(from + at + chunk, (long) from + length)));
                }
            }
        }
        return parts;
    }

    private boolean isWithinLimits(List<SearchPart> parts, ScanControl stop, SearchWork work, MatchLists out) {
        int[] counts = new int[patterns.pieces.length];
        long all = out.total();
        long charged = 0;
        double excess = work.excess(stop.spent());
        double credit = work.credit();
        for (SearchPart part : parts) {
            all += part.countInto(counts);
            charged += part.charged();
            double allowance = work.allowance(part.size(), part.cleanWork());
            double covered = Math.min(credit, allowance);
            credit -= covered;
            if (excess + part.mostExcess() + covered > SearchWork.BASE) {
                return false;
            }
            excess += part.control().spent() - (allowance - covered);
        }
        for (int list = 0; list < counts.length; list++) {
            if (counts[list] > 0 && counts[list] + out.count(list) > limits.maxMatchesPerString()) {
                return false;
            }
        }
        return all <= limits.maxMatches() && charged <= work.meter().allowed() / PART_OF_LIMIT;
    }
}
