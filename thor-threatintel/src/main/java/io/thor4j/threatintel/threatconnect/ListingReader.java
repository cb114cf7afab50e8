package io.thor4j.threatintel.threatconnect;

import io.thor4j.threatintel.RemoteException;
import io.thor4j.threatintel.threatconnect.ListingCursor.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * Pages are told apart by the time of the last change, which is in whole seconds. A page begins with the second that the page before ended
 * in, and leaves out what was read of it. An indicator that changes meanwhile gets a later time and comes again at the end; it can push no
 * other over the edge of a page, because no page is counted from the begin of the list.
 *
 * A second can hold more indicators than a page, after an import. Then its indicators are read by their ids.
 *
 * What was changed shortly before may become visible later, and carries a time that was read already. So the next run begins a little
 * before the time at which the first such second was read; never later, whatever times indicators carry that were given one in the future.
 */
/** Makes the filter of one page and reads it. For one page. */
final class ListingReader {
    // Longer than a transaction of the server's database takes to become visible.
    private static final Duration SETTLED = Duration.ofSeconds(30);

    private final String server;
    private final IndicatorListing listing;
    private final ListingCursor cursor;
    private final int pageSize;

    ListingReader(String server, IndicatorListing listing, ListingCursor cursor, int pageSize) {
        this.server = server;
        this.listing = listing;
        this.cursor = cursor;
        this.pageSize = pageSize;
    }

    Tql filter() {
        Tql filter = listing.active() ? Tql.ALL : Tql.ALL.and("indicatorActive", "=", "false");
        Instant second = cursor.second();
        if (second != null) {
            boolean after = cursor.place() == Place.AFTER;
            filter = filter.and("lastModified", "GEQ", Tql.quote(after ? second.plusSeconds(1) : second));
            if (cursor.place() == Place.INSIDE) {
                filter = filter.and("lastModified", "<", Tql.quote(second.plusSeconds(1)))
                        .and("id", ">", String.valueOf(cursor.id()));
            }
        }
        String chosen = listing.filter().toString();
        return chosen.isEmpty() ? filter : filter.andFilter(chosen);
    }

    String sorting() {
        return cursor.place() == Place.INSIDE ? "id asc" : "lastModified asc";
    }

    IndicatorPage read(AnswerReader.Answer answer, Instant now) {
        List<ThreatConnectIndicator> all = new ArrayList<>();
        for (Map<String, @Nullable Object> fields : answer.data()) {
            try {
                all.add(new ThreatConnectIndicator(fields));
            } catch (IllegalArgumentException e) {
                throw bad(String.valueOf(e.getMessage()));
            }
        }
        boolean more = answer.next() != null || all.size() >= pageSize;
        return cursor.place() == Place.INSIDE ? inside(all, more, now) : onwards(all, more, now);
    }

    private IndicatorPage onwards(List<ThreatConnectIndicator> all, boolean more, Instant now) {
        Instant from = cursor.second();
        Instant earliest = from == null || cursor.place() == Place.FROM ? from : from.plusSeconds(1);
        List<ThreatConnectIndicator> fresh = new ArrayList<>();
        Instant last = earliest;
        for (ThreatConnectIndicator indicator : all) {
            Instant second = second(indicator);
            if (last != null && second.isBefore(last)) {
                // Going on would skip indicators.
                throw bad("the server neither filters nor sorts by lastModified: " + second + " after " + last);
            }
            last = second;
            if (!(second.equals(from) && cursor.seen().contains(indicator.id()))) {
                fresh.add(indicator);
            }
        }
        if (all.isEmpty() || !more || last == null) {
            return new IndicatorPage(fresh, all.isEmpty() ? end(from, now) : end(last, now), true, now);
        }
        Set<Long> seen = new HashSet<>(last.equals(from) ? cursor.seen() : Set.of());
        for (ThreatConnectIndicator indicator : all) {
            if (second(indicator).equals(last)) {
                seen.add(indicator.id());
            }
        }
        boolean oneSecond = second(all.get(0)).equals(last);
        ListingCursor next =
                new ListingCursor(oneSecond ? Place.INSIDE : Place.FROM, last, seen, 0, unsettled(last, now));
        return new IndicatorPage(fresh, next, false, now);
    }

    private IndicatorPage inside(List<ThreatConnectIndicator> all, boolean more, Instant now) {
        Instant second = cursor.second();
        List<ThreatConnectIndicator> fresh = new ArrayList<>();
        long id = cursor.id();
        for (ThreatConnectIndicator indicator : all) {
            if (second == null || !second(indicator).equals(second) || indicator.id() <= id) {
                throw bad("the server neither filters nor sorts by id: " + indicator.id() + " after " + id);
            }
            id = indicator.id();
            if (!cursor.seen().contains(id)) {
                fresh.add(indicator);
            }
        }
        Instant unsettled = second == null ? null : unsettled(second, now);
        ListingCursor next = !all.isEmpty() && more
                ? new ListingCursor(Place.INSIDE, second, cursor.seen(), id, unsettled)
                : new ListingCursor(Place.AFTER, second, Set.of(), 0, unsettled);
        return new IndicatorPage(fresh, next, false, now);
    }

    /* Where the next run begins. */
    private ListingCursor end(@Nullable Instant second, Instant now) {
        if (second == null) {
            return ListingCursor.START;
        }
        Instant again = unsettled(second, now);
        return again == null ? new ListingCursor(Place.AFTER, second, Set.of(), 0, null) : ListingCursor.since(again);
    }

    private @Nullable Instant unsettled(Instant second, Instant now) {
        Instant before = cursor.unsettled();
        Instant settled = Instant.ofEpochSecond(now.minus(SETTLED).getEpochSecond());
        return before != null ? before : second.isBefore(settled) ? null : settled;
    }

    private static Instant second(ThreatConnectIndicator indicator) {
        return Instant.ofEpochSecond(indicator.lastModified().getEpochSecond());
    }

    private RemoteException bad(String reason) {
        return new RemoteException.BadAnswer(server, reason, "nothing of the answer was used", null);
    }
}
