package io.thor4j.scan.ioc;

import io.thor4j.core.ioc.Ioc;
import io.thor4j.core.ioc.IocKind;
import io.thor4j.core.ioc.IocNote;
import io.thor4j.core.ioc.IocSet;
import io.thor4j.yara.pattern.TextRegex;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges single values with sets of indicators: hashes, paths, hosts, handles, pipes, log lines. Immutable, may be shared by threads.
 *
 * <p>Patterns over paths take slash and backslash for one, so that those for Windows hold for images and archives seen on any system.
 */
public final class IocMatcher {
    /** Matches nothing. */
    public static final IocMatcher NONE = of(List.of());

    private final List<IocSet> sets;
    private final List<IocSet> hosts;
    private final Map<IocKind, PatternIndex> patterns = new EnumMap<>(IocKind.class);
    private final List<IocProblem> problems;

    private IocMatcher(Collection<IocSet> sets, @Nullable IocMatcher previous) {
        this.sets = List.copyOf(sets);
        this.hosts = this.sets.stream().filter(IocSet::hasHosts).toList();
        List<IocProblem> found = new ArrayList<>();
        for (IocKind kind : IocKind.values()) {
            if (kind != IocKind.HASH) {
                JoinedList joined = new JoinedList(kind, this.sets);
                PatternIndex known = previous == null ? null : previous.patterns.get(kind);
                PatternIndex index =
                        known != null && known.isOf(joined.lists) ? known : PatternIndex.of(joined, joined.lists);
                patterns.put(kind, index);
                found.addAll(index.problems());
            }
        }
        this.problems = List.copyOf(found);
    }

    /**
     * Makes a matcher; the sets are shared, not copied.
     *
     * @param sets the indicators
     */
    public static IocMatcher of(Collection<IocSet> sets) {
        return new IocMatcher(sets, null);
    }

    /**
     * Makes a matcher that shares with another what comes of the same sets.
     *
     * @param sets the indicators
     * @param previous a matcher of mostly the same sets
     */
    public static IocMatcher of(Collection<IocSet> sets, IocMatcher previous) {
        return new IocMatcher(sets, previous);
    }

    /** Returns the sets. */
    public List<IocSet> sets() {
        return sets;
    }

    /** Returns the indicators that cannot be searched. */
    public List<IocProblem> problems() {
        return problems;
    }

    /** Tells whether there is no indicator at all. */
    public boolean isEmpty() {
        return sets.stream().allMatch(IocSet::isEmpty);
    }

    /**
     * Returns how many indicators of a kind there are, duplicates too.
     *
     * @param kind the kind
     */
    public long count(IocKind kind) {
        return sets.stream().mapToLong(set -> set.count(kind)).sum();
    }

    /**
     * Returns how many patterns of a kind have no fixed part that could be looked for first: they are tried on every value.
     *
     * @param kind the kind
     */
    public int alwaysTried(IocKind kind) {
        PatternIndex index = patterns.get(kind);
        return index == null ? 0 : index.alwaysTried();
    }

    /**
     * Tells whether hashes of a length are among the indicators: others need not be computed.
     *
     * @param bytes 16, 20 or 32
     */
    public boolean hasHashes(int bytes) {
        for (IocSet set : sets) {
            if (set.hasHashes(bytes)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Judges a hash of any kind.
     *
     * @param hex its digits in any case
     * @return at most two matches: the worst that is said of it, and the best when that is negative; empty when nothing is
     */
    public List<IocMatch> hash(String hex) {
        IocNote worst = null;
        IocNote best = null;
        for (IocSet set : sets) {
            for (IocNote note : set.hash(hex)) {
                worst = worst == null || note.score() > worst.score() ? note : worst;
                best = note.score() < 0 && (best == null || note.score() < best.score()) ? note : best;
            }
        }
        if (worst == null) {
            return List.of();
        }
        String lower = hex.toLowerCase(Locale.ROOT);
        List<IocMatch> matches = new ArrayList<>();
        matches.add(new IocMatch(IocKind.HASH, lower, worst, lower, 0));
        if (best != null && best.score() < worst.score()) {
            matches.add(new IocMatch(IocKind.HASH, lower, best, lower, 0));
        }
        return matches;
    }

    /**
     * Judges a path or another text with the patterns over paths.
     *
     * @param path the path in the style of any system
     * @return every pattern that is found in it and none of whose false positives is
     */
    public List<IocMatch> path(String path) {
        return patterns(IocKind.FILENAME, path);
    }

    /**
     * Judges a host.
     *
     * @param host a name, or an IPv4 or IPv6 address; brackets around an address do no harm
     * @return the smallest network or longest name around it in each set, and patterns that are found in it
     */
    public List<IocMatch> host(String host) {
        String name = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        List<IocMatch> matches = new ArrayList<>();
        addHosts(host, name, 0, matches);
        matches.addAll(patterns(IocKind.DOMAIN, host));
        return matches;
    }

    private void addHosts(String matched, String name, long offset, List<IocMatch> matches) {
        for (IocSet set : hosts) {
            IocSet.HostMatch match = set.host(name);
            if (match != null) {
                matches.add(new IocMatch(IocKind.DOMAIN, match.value(), match.note(), matched, offset));
            }
        }
    }

    /**
     * Judges the name of a mutex, an event or another handle; indicators without a scope such as {@code Global\} hold for any.
     *
     * @param name the name with or without scope
     */
    public List<IocMatch> handle(String name) {
        List<IocMatch> matches = new ArrayList<>();
        Set<List<Object>> seen = new HashSet<>();
        for (String form : ObjectNames.handles(name)) {
            for (IocMatch match : patterns(IocKind.HANDLE, form)) {
                if (seen.add(List.of(match.value(), match.note()))) {
                    matches.add(match);
                }
            }
        }
        return matches;
    }

    /**
     * Judges the name of a pipe.
     *
     * @param name the name with or without {@code \\.\pipe\}
     */
    public List<IocMatch> pipe(String name) {
        return patterns(IocKind.NAMED_PIPE, ObjectNames.pipe(name));
    }

    /**
     * Judges a text with the keywords.
     *
     * @param text any text
     * @return every keyword that stands in it, with its first place
     */
    public List<IocMatch> keywords(String text) {
        return patterns(IocKind.KEYWORD, text);
    }

    /**
     * Judges a text of unknown meaning, such as a log line, as THOR's checkString does: with keywords and with patterns over paths
     * (thor-scanner.md section 2.2); and, as THOR 11, the hosts that are named in it.
     *
     * @param text the text
     */
    public List<IocMatch> text(String text) {
        List<IocMatch> matches = new ArrayList<>(keywords(text));
        matches.addAll(path(text));
        if (!hosts.isEmpty()) {
            Set<String> seen = new HashSet<>();
            HostNames.in(text, (from, to) -> {
                String name = text.substring(from, to);
                if (seen.add(name)) {
                    int offset = text.substring(0, from).getBytes(StandardCharsets.UTF_8).length;
                    addHosts(name, name, offset, matches);
                }
            });
        }
        matches.addAll(patterns(IocKind.DOMAIN, text));
        return matches;
    }

    private List<IocMatch> patterns(IocKind kind, String value) {
        PatternIndex index = patterns.get(kind);
        if (index == null || index.isEmpty()) {
            return List.of();
        }
        byte[] text = TextRegex.utf8(value);
        List<CompiledPattern> found = index.find(text);
        if (found.isEmpty()) {
            return List.of();
        }
        List<IocMatch> matches = new ArrayList<>();
        for (CompiledPattern pattern : found) {
            matches.add(match(pattern, value, text));
        }
        return matches;
    }

    private static IocMatch match(CompiledPattern pattern, String value, byte[] text) {
        long place = pattern.regex().find(text);
        int from = (int) (place >>> 32);
        int to = (int) place;
        String matched = place < 0 ? value : new String(text, from, to - from, StandardCharsets.UTF_8);
        Ioc ioc = pattern.ioc();
        return new IocMatch(ioc.kind(), ioc.value(), ioc.note(), matched, place < 0 ? 0 : from);
    }

    /** Returns how many indicators of each kind there are. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (IocKind kind : IocKind.values()) {
            long count = count(kind);
            if (count > 0) {
                text.append(text.length() == 0 ? "" : ", ")
                        .append(kind.text())
                        .append(' ')
                        .append(count);
            }
        }
        return text.length() == 0 ? "no indicators" : text.toString();
    }

    /** The patterns of one kind of several sets, one after another. */
    private static final class JoinedList extends AbstractList<Ioc> {
        private final List<List<Ioc>> lists = new ArrayList<>();
        private final int size;

        JoinedList(IocKind kind, List<IocSet> sets) {
            int count = 0;
            for (IocSet set : sets) {
                List<Ioc> list = set.patterns(kind);
                if (!list.isEmpty()) {
                    lists.add(list);
                    count += list.size();
                }
            }
            this.size = count;
        }

        @Override
        public Ioc get(int index) {
            int rest = index;
            for (List<Ioc> list : lists) {
                if (rest < list.size()) {
                    return list.get(rest);
                }
                rest -= list.size();
            }
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public int size() {
            return size;
        }
    }
}
