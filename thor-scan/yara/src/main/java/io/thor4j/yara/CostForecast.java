package io.thor4j.yara;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What searching one string of a rule is expected to cost. A candidate is a place that has to be looked at closely; the estimate comes from a
 * model of ordinary files (programs and text). Immutable; threads may share it.
 *
 * @param rule the rule
 * @param identifier the string's name with the dollar sign, {@code $} for an anonymous one
 * @param source the source's name, null for a loaded set, which does not know it
 * @param line line in the source, from 1; 0 for a loaded set
 * @param column column in bytes, from 1; 0 for a loaded set
 * @param grams the runs of one to four bytes that are looked for, in hexadecimal, the most frequent first; at most four
 * @param gramCount how many different ones there are
 * @param candidatesPerMegabyte candidates expected in 1,048,576 bytes; equal strings of other rules share them
 * @param everyPosition whether every place is a candidate, because no byte run stands in all matches
 * @param notes what makes the string dear, in words; empty when nothing does
 */
public record CostForecast(
        YaraRule rule,
        String identifier,
        @Nullable String source,
        int line,
        int column,
        List<String> grams,
        int gramCount,
        double candidatesPerMegabyte,
        boolean everyPosition,
        List<String> notes) {

    /** Copies the lists. */
    public CostForecast {
        grams = List.copyOf(grams);
        notes = List.copyOf(notes);
    }

    /** Returns {@code source:line:column}, or {@code namespace:rule} for a loaded set. */
    public String place() {
        return source == null ? rule.toString() : source + ":" + line + ":" + column;
    }

    /** Returns the place, the string and the candidates. */
    @Override
    public String toString() {
        return place() + ": " + identifier + ": " + Math.round(candidatesPerMegabyte) + " candidates per MB";
    }
}
