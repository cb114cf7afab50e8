package io.thor4j.yara;

import io.thor4j.yara.eval.RuleImage;
import io.thor4j.yara.pattern.PatternSpec;
import io.thor4j.yara.scan.MatchTable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;

/** Takes the matches of reported rules out of a scan, each pattern once. Used for one scan. */
final class MatchCopier {
    private final MatchTable table;
    private final byte[] data;
    private final int from;
    private final int length;
    private final int maxData;
    private final Map<Integer, PatternMatches> copied = new HashMap<>();

    MatchCopier(MatchTable table, byte[] data, int from, int length, int maxData) {
        this.table = table;
        this.data = data;
        this.from = from;
        this.length = length;
        this.maxData = maxData;
    }

    /** Returns the matches of a rule's strings, as {@link RuleMatch#strings()} has them. */
    List<StringMatch> copy(RuleImage.Rule rule, int[] patterns) {
        List<Segment> segments = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < patterns.length; i++) {
            if (table.count(patterns[i]) > 0) {
                PatternMatches matches = copied.computeIfAbsent(
                        patterns[i], p -> new PatternMatches(table, p, data, from, length, maxData));
                PatternSpec spec = rule.strings().get(i).spec();
                segments.add(new Segment(rule.info().strings().get(i), spec, matches, begin));
                begin += matches.count();
            }
        }
        return segments.isEmpty() ? List.of() : new MatchList(List.copyOf(segments), begin);
    }

    /** The matches of one string in a list, from {@code begin} on. */
    private record Segment(String identifier, PatternSpec spec, PatternMatches matches, int begin) {}

    private static final class MatchList extends AbstractList<StringMatch> implements RandomAccess {
        private final List<Segment> segments;
        private final int size;

        MatchList(List<Segment> segments, int size) {
            this.segments = segments;
            this.size = size;
        }

        @Override
        public StringMatch get(int index) {
            Objects.checkIndex(index, size);
            int low = 0;
            int high = segments.size() - 1;
            while (low < high) {
                int middle = (low + high + 1) >>> 1;
                if (segments.get(middle).begin <= index) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            Segment segment = segments.get(low);
            return new StringMatch(
                    segment.identifier,
                    segment.spec.kind() == PatternSpec.Kind.HEX,
                    segment.spec.isPrivate(),
                    segment.matches,
                    index - segment.begin);
        }

        @Override
        public int size() {
            return size;
        }
    }
}
