package io.thor4j.threatintel.feed;

import io.thor4j.threatintel.Indicator;
import io.thor4j.threatintel.IntelLimits;
import io.thor4j.threatintel.RemoteException;
import io.thor4j.threatintel.json.JsonText;
import io.thor4j.threatintel.json.JsonTree;
import io.thor4j.threatintel.store.PageUpdate.Removal;
import io.thor4j.threatintel.threatconnect.DeletedPage;
import io.thor4j.threatintel.threatconnect.IndicatorListing;
import io.thor4j.threatintel.threatconnect.IndicatorPage;
import io.thor4j.threatintel.threatconnect.ListingCursor;
import io.thor4j.threatintel.threatconnect.ThreatConnectClient;
import io.thor4j.threatintel.threatconnect.ThreatConnectIndicator;
import io.thor4j.threatintel.threatconnect.Tql;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/*
 * A run asks three questions: what was deleted, what was deactivated, what is active and changed. In this order, so that what was deleted
 * and made again is active in the end. The first run asks only the third. Deleted indicators have no id; those that were made after the
 * time in the record are others of the same value.
 */
/** ThreatConnect as a feed. Used by one thread at a time. */
public final class ThreatConnectFeed implements Feed {
    // What happened shortly before the last question may have become visible after it. Asking again does no harm.
    private static final Duration OVERLAP = Duration.ofMinutes(5);
    private static final JsonTree JSON = new JsonTree(IntelLimits.DEFAULT);

    private final String name;
    private final ThreatConnectClient client;
    private final List<String> owners;
    private final boolean deletions;
    private final ListingCursor begin;
    private final IndicatorListing active;
    private final IndicatorListing inactive;

    /**
     * Makes the feed.
     *
     * @param name its name in the store
     * @param client reads
     * @param owners whose indicators; empty for all that the user may see
     * @param filter TQL of a person, blank for none
     * @param since the first run asks for what was changed at that time or later, null for everything; a full run always asks for everything,
     *     because what it does not find is gone
     * @param deletions whether to ask what was deleted
     * @throws IllegalArgumentException when the filter's quotes or parentheses are not in pairs
     */
    public ThreatConnectFeed(
            String name,
            ThreatConnectClient client,
            List<String> owners,
            String filter,
            @Nullable Instant since,
            boolean deletions) {
        this.name = Objects.requireNonNull(name, "name");
        this.client = Objects.requireNonNull(client, "client");
        this.owners = List.copyOf(owners);
        this.deletions = deletions;
        this.begin = since == null ? ListingCursor.START : ListingCursor.since(since);
        Tql tql = Tql.ALL.andIn("ownerName", owners).andFilter(filter);
        active = new IndicatorListing(tql, true, IndicatorListing.STORE_FIELDS);
        inactive = new IndicatorListing(tql, false, IndicatorListing.STORE_FIELDS);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean snapshot() {
        return false;
    }

    /** What a run asks. */
    private enum Question {
        DELETED,
        INACTIVE,
        ACTIVE
    }

    /**
     * A place in a run.
     *
     * @param question what is asked next
     * @param owner the number of the owner whose deletions are asked for
     * @param next where the next page of deletions is, null for the first
     * @param deletedSince deletions at that time or later are asked for; null before the first answer
     * @param deletedNext the same for the next run, null before the first answer
     */
    private record Place(
            Question question,
            int owner,
            @Nullable String next,
            @Nullable Instant deletedSince,
            @Nullable Instant deletedNext,
            ListingCursor inactive,
            ListingCursor active) {
        String toText() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("question", question.name());
            fields.put("owner", owner);
            put(fields, "next", next);
            put(fields, "deletedSince", deletedSince);
            put(fields, "deletedNext", deletedNext);
            fields.put("inactive", inactive.toText());
            fields.put("active", active.toText());
            return JsonText.of(fields);
        }

        private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
            if (value != null) {
                fields.put(name, value.toString());
            }
        }

        static Place parse(String text) {
            Map<String, @Nullable Object> fields = JSON.object(text);
            return new Place(
                    Question.valueOf(String.valueOf(fields.get("question"))),
                    Integer.parseInt(String.valueOf(fields.get("owner"))),
                    (String) fields.get("next"),
                    time(fields.get("deletedSince")),
                    time(fields.get("deletedNext")),
                    ListingCursor.parse(String.valueOf(fields.get("inactive"))),
                    ListingCursor.parse(String.valueOf(fields.get("active"))));
        }

        private static @Nullable Instant time(@Nullable Object text) {
            return text instanceof String time ? Instant.parse(time) : null;
        }
    }

    @Override
    public FeedPage next(@Nullable String cursor, boolean full) {
        Place place = cursor == null
                ? new Place(
                        Question.ACTIVE, 0, null, null, null, ListingCursor.START, full ? ListingCursor.START : begin)
                : Place.parse(cursor);
        return switch (place.question()) {
            case DELETED -> deleted(place);
            case INACTIVE -> inactive(place);
            case ACTIVE -> active(place);
        };
    }

    @Override
    public boolean inside(String cursor) {
        Place place = Place.parse(cursor);
        return place.question() != Question.DELETED || place.owner() > 0 || place.deletedNext() != null;
    }

    private FeedPage deleted(Place place) {
        Instant since = place.deletedSince();
        if (!deletions || since == null) {
            Place next = new Place(Question.INACTIVE, 0, null, since, null, place.inactive(), place.active());
            return inactive(next);
        }
        String owner = owners.isEmpty() ? null : owners.get(Math.min(place.owner(), owners.size() - 1));
        DeletedPage page = client.deleted(owner, since, place.next());
        Instant following = place.deletedNext();
        if (following == null) {
            following = page.serverTime() == null ? since : page.serverTime().minus(OVERLAP);
        }
        List<Removal> removals = new ArrayList<>();
        for (DeletedPage.Deleted entry : page.deleted()) {
            removals.add(new Removal(entry.key(), entry.added()));
        }
        boolean ownerDone = page.next() == null;
        int nextOwner = ownerDone ? place.owner() + 1 : place.owner();
        boolean done = ownerDone && nextOwner >= owners.size();
        Place next = done
                ? new Place(Question.INACTIVE, 0, null, following, null, place.inactive(), place.active())
                : new Place(
                        Question.DELETED, nextOwner, page.next(), since, following, place.inactive(), place.active());
        return new FeedPage(List.of(), removals, next.toText(), false);
    }

    private FeedPage inactive(Place place) {
        IndicatorPage page = client.indicators(inactive, place.inactive());
        Place next = new Place(
                page.last() ? Question.ACTIVE : Question.INACTIVE,
                0,
                null,
                place.deletedSince(),
                null,
                page.next(),
                place.active());
        return new FeedPage(indicators(page), List.of(), next.toText(), false);
    }

    private FeedPage active(Place place) {
        IndicatorPage page = client.indicators(active, place.active());
        Instant since = place.deletedSince();
        ListingCursor inactiveFrom = place.inactive();
        if (since == null) {
            // What is deleted or deactivated from now on is for the next run.
            Instant started = page.serverTime() == null
                    ? Instant.EPOCH
                    : page.serverTime().minus(OVERLAP);
            since = started;
            inactiveFrom = ListingCursor.since(started);
        }
        Place next = new Place(
                page.last() ? Question.DELETED : Question.ACTIVE, 0, null, since, null, inactiveFrom, page.next());
        return new FeedPage(indicators(page), List.of(), next.toText(), page.last());
    }

    private List<Indicator> indicators(IndicatorPage page) {
        List<Indicator> indicators = new ArrayList<>();
        for (ThreatConnectIndicator indicator : page.indicators()) {
            try {
                indicators.add(indicator.toIndicator());
            } catch (IllegalArgumentException e) {
                throw new RemoteException.BadAnswer(
                        name, "indicator " + indicator.id() + ": " + e.getMessage(), "nothing of the page was used", e);
            }
        }
        return indicators;
    }
}
