package io.thor4j.scan.chunk;

import io.thor4j.core.ByteString;
import io.thor4j.core.MatchedString;
import io.thor4j.core.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Knows what was found in earlier windows of one file, so that each match is reported once although most bytes are in two windows. For one
 * thread.
 */
public final class SeenMatches {
    /*
     * A string of a rule that stands at an offset of the file is reported by the first window in which it is whole. One that ends with its
     * window might go on in the next: it is kept back and reported with the next window, as the next window sees it, or as it was when the
     * rule does not hold there. A reason without strings (a rule about size or entropy) tells nothing new the second time.
     *
     * The offsets of strings are turned from those of the window into those of the file.
     */
    private record Place(String reason, long offset) {}

    private record Match(Place place, ByteString data) {}

    private Set<Match> seen = new HashSet<>();
    private final Set<String> withoutPlace = new HashSet<>();
    private List<Reason> keptBack = List.of();

    /** Makes the memory of one file. */
    public SeenMatches() {}

    /**
     * Takes what was found in a window and returns what of it is new.
     *
     * @param reasons what detectors reported, with offsets in the window
     * @param offset where the window begins
     * @param length its bytes
     * @param last whether it is the last one
     * @return reasons with their new strings, offsets in the file
     */
    public List<Reason> fresh(List<Reason> reasons, long offset, int length, boolean last) {
        List<Reason> fresh = new ArrayList<>();
        List<Reason> waiting = new ArrayList<>();
        Set<Match> whole = new HashSet<>();
        Set<Place> places = new HashSet<>();
        for (Reason reason : reasons) {
            if (reason.matched().stream().noneMatch(SeenMatches::hasPlace)) {
                if (withoutPlace.add(reason.summary())) {
                    fresh.add(reason);
                }
                continue;
            }
            List<MatchedString> told = new ArrayList<>();
            List<MatchedString> open = new ArrayList<>();
            for (MatchedString match : reason.matched()) {
                if (!hasPlace(match)) {
                    told.add(match);
                    continue;
                }
                MatchedString moved = moved(match, offset);
                places.add(place(reason, moved));
                if (!last && at(match) + match.data().length() >= length) {
                    open.add(moved);
                } else {
                    Match key = new Match(place(reason, moved), moved.data());
                    if (!seen.contains(key)) {
                        told.add(moved);
                    }
                    whole.add(key);
                }
            }
            addUnlessEmpty(fresh, reason, told);
            addUnlessEmpty(waiting, reason, open);
        }
        for (Reason reason : keptBack) {
            List<MatchedString> lost = reason.matched().stream()
                    .filter(match -> !places.contains(place(reason, match)))
                    .toList();
            addUnlessEmpty(fresh, reason, lost);
        }
        keptBack = waiting;
        seen = whole;
        return fresh;
    }

    /* Not what matched in a field of the subject, such as its name. */
    private static boolean hasPlace(MatchedString match) {
        return match.offset() != null && match.field() == null;
    }

    /** Returns what was kept back, when no further window comes. */
    public List<Reason> rest() {
        List<Reason> rest = keptBack;
        keptBack = List.of();
        return rest;
    }

    private static void addUnlessEmpty(List<Reason> reasons, Reason reason, List<MatchedString> matched) {
        if (!matched.isEmpty()) {
            reasons.add(new Reason(reason.summary(), reason.signature(), matched));
        }
    }

    private static Place place(Reason reason, MatchedString moved) {
        return new Place(reason.summary(), at(moved));
    }

    private static long at(MatchedString match) {
        Long offset = match.offset();
        return offset == null ? 0 : offset;
    }

    private static MatchedString moved(MatchedString match, long by) {
        return new MatchedString(match.data(), match.context(), at(match) + by, match.field());
    }
}
