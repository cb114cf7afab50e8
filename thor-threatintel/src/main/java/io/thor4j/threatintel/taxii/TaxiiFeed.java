package io.thor4j.threatintel.taxii;

import io.thor4j.core.MalformedInputException;
import io.thor4j.threatintel.Indicator;
import io.thor4j.threatintel.IntelLimits;
import io.thor4j.threatintel.feed.Feed;
import io.thor4j.threatintel.feed.FeedPage;
import io.thor4j.threatintel.json.JsonText;
import io.thor4j.threatintel.json.JsonTree;
import io.thor4j.threatintel.stix.StixIndicators;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/*
 * The place is, for each collection, the time up to which it was read (added_after), and where a run is inside one of them. A run goes through
 * the collections in the order of their keys, which are API root and id. A server may leave out the page after (next) or the time of the last
 * object, but not both when there is more: then nobody knows where it goes on, and that is an error and no endless loop.
 */
/** Collections of a TAXII 2.1 server as a feed. Used by one thread at a time. */
public final class TaxiiFeed implements Feed {
    // What was added in the second of the last object may have become visible after it. Reading it again does no harm.
    private static final Duration OVERLAP = Duration.ofSeconds(1);
    // When the server does not say when the last object was added, only its clock at the begin of the run tells.
    private static final Duration CLOCK_OVERLAP = Duration.ofMinutes(5);
    // Pages without any object, one after the other; ours.
    private static final int MAX_EMPTY = 1000;
    private static final JsonTree JSON = new JsonTree(IntelLimits.DEFAULT);

    private final String name;
    private final TaxiiClient client;
    private final List<String> wanted;
    private final int pageSize;
    private final @Nullable Instant since;

    private @Nullable NavigableMap<String, Source> sources;
    private StixIndicators reader = new StixIndicators();

    private record Source(URI root, TaxiiCollection collection) {}

    /**
     * Makes the feed.
     *
     * @param name its name in the store
     * @param client reads
     * @param collections ids, titles or aliases of collections; empty for all that the user may read
     * @param pageSize how many objects are asked for at once
     * @param since the first run asks for what was added later, null for everything; a full run always asks for everything
     */
    public TaxiiFeed(String name, TaxiiClient client, List<String> collections, int pageSize, @Nullable Instant since) {
        this.name = Objects.requireNonNull(name, "name");
        this.client = Objects.requireNonNull(client, "client");
        this.wanted = List.copyOf(collections);
        this.since = since;
        if (pageSize < 1) {
            throw new IllegalArgumentException("a page has at least one object");
        }
        this.pageSize = pageSize;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean snapshot() {
        return false;
    }

    @Override
    public void begin() {
        sources = null;
        reader = new StixIndicators();
    }

    @Override
    public List<String> problems() {
        return reader.problems();
    }

    @Override
    public long leftOut() {
        return reader.leftOut();
    }

    /**
     * A place.
     *
     * @param places up to when each collection was read
     * @param key the collection that is being read, null between runs
     * @param after {@code added_after} of the next request, null for none
     * @param next the page, null for the first after {@code after}
     * @param newest when the last object so far was added, null when none was
     * @param started the server's clock when the collection was begun
     * @param empty how many pages in a row had no object
     */
    private record Place(
            Map<String, String> places,
            @Nullable String key,
            @Nullable String after,
            @Nullable String next,
            @Nullable String newest,
            @Nullable String started,
            int empty) {
        String toText() {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("places", places);
            put(fields, "key", key);
            put(fields, "after", after);
            put(fields, "next", next);
            put(fields, "newest", newest);
            put(fields, "started", started);
            fields.put("empty", empty);
            return JsonText.of(fields);
        }

        private static void put(Map<String, Object> fields, String name, @Nullable String value) {
            if (value != null) {
                fields.put(name, value);
            }
        }

        static Place parse(String feed, String text) {
            try {
                Map<String, @Nullable Object> fields = JSON.object(text);
                Map<String, String> places = new TreeMap<>();
                if (fields.get("places") instanceof Map<?, ?> entries) {
                    entries.forEach((key, time) -> places.put(String.valueOf(key), String.valueOf(time)));
                }
                return new Place(
                        places,
                        (String) fields.get("key"),
                        (String) fields.get("after"),
                        (String) fields.get("next"),
                        (String) fields.get("newest"),
                        (String) fields.get("started"),
                        Integer.parseInt(String.valueOf(fields.get("empty"))));
            } catch (JacksonException | ClassCastException | NumberFormatException e) {
                throw new MalformedInputException(
                        "the place in the store is none of TAXII", feed, "give the feed another name", e);
            }
        }
    }

    @Override
    public boolean inside(String cursor) {
        return Place.parse(name, cursor).key() != null;
    }

    @Override
    public FeedPage next(@Nullable String cursor, boolean full) {
        NavigableMap<String, Source> all = sources();
        Place place = cursor == null ? new Place(Map.of(), null, null, null, null, null, 0) : Place.parse(name, cursor);
        String key = place.key();
        if (key == null || !all.containsKey(key)) {
            // The begin of a run; or the collection went away in the middle of it.
            key = key == null ? all.firstKey() : all.higherKey(key);
            if (key == null) {
                return new FeedPage(List.of(), List.of(), end(place.places()).toText(), true);
            }
            place = begin(place.places(), key, full);
        }
        Source source = Objects.requireNonNull(all.get(key), "source");
        TaxiiPage page =
                client.indicators(source.root(), source.collection().id(), place.after(), place.next(), pageSize);
        List<Indicator> indicators = new ArrayList<>();
        for (Map<String, @Nullable Object> object : page.objects()) {
            indicators.addAll(reader.read(source.collection().title(), object));
        }
        String newest = page.addedLast() == null ? place.newest() : page.addedLast();
        String started = place.started() == null && page.serverTime() != null
                ? page.serverTime().toString()
                : place.started();
        Place now = new Place(place.places(), key, place.after(), place.next(), newest, started, place.empty());
        if (page.more()) {
            return new FeedPage(indicators, List.of(), following(now, page).toText(), false);
        }
        Map<String, String> places = read(now);
        String higher = all.higherKey(key);
        Place next = higher == null ? end(places) : begin(places, higher, full);
        return new FeedPage(indicators, List.of(), next.toText(), higher == null);
    }

    private static Place end(Map<String, String> places) {
        return new Place(places, null, null, null, null, null, 0);
    }

    /* A full run begins each collection anew, whatever was read of it before. */
    private Place begin(Map<String, String> places, String key, boolean full) {
        String after = full ? null : places.get(key);
        if (after == null && !full && since != null) {
            after = since.toString();
        }
        return new Place(places, key, after, null, null, null, 0);
    }

    private Place following(Place place, TaxiiPage page) {
        int empty = page.objects().isEmpty() ? place.empty() + 1 : 0;
        if (empty > MAX_EMPTY) {
            throw client.bad("the server sent " + MAX_EMPTY + " pages without an object", "nothing was lost");
        }
        String next = page.next();
        if (next != null) {
            if (next.equals(place.next())) {
                throw client.bad("the server names the same page again and again", "the page before was used");
            }
            return new Place(place.places(), place.key(), place.after(), next, place.newest(), place.started(), empty);
        }
        String last = page.addedLast();
        if (last == null || last.equals(place.after())) {
            throw client.bad("the server says that there is more, but not where", "the pages before were used");
        }
        return new Place(place.places(), place.key(), last, null, last, place.started(), empty);
    }

    private static Map<String, String> read(Place place) {
        Map<String, String> places = new TreeMap<>(place.places());
        String key = Objects.requireNonNull(place.key(), "key");
        if (place.newest() != null) {
            Instant newest = OffsetDateTime.parse(place.newest()).toInstant();
            places.put(key, newest.minus(OVERLAP).toString());
        } else if (!places.containsKey(key) && place.started() != null) {
            places.put(key, Instant.parse(place.started()).minus(CLOCK_OVERLAP).toString());
        }
        return places;
    }

    private NavigableMap<String, Source> sources() {
        NavigableMap<String, Source> known = sources;
        if (known != null) {
            return known;
        }
        NavigableMap<String, Source> found = new TreeMap<>();
        List<String> missing = new ArrayList<>(wanted);
        for (URI root : client.apiRoots()) {
            for (TaxiiCollection collection : client.collections(root)) {
                boolean named = wanted.stream().anyMatch(collection::isNamed);
                missing.removeIf(collection::isNamed);
                if (named && !collection.canRead()) {
                    throw client.bad("the user may not read the collection " + collection.title(), null);
                }
                if (named || (wanted.isEmpty() && collection.canRead())) {
                    found.put(root.getRawPath() + " " + collection.id(), new Source(root, collection));
                }
            }
        }
        if (!missing.isEmpty()) {
            throw client.bad("there is no collection " + missing.get(0), "check the option collection");
        } else if (found.isEmpty()) {
            throw client.bad("there is no collection that the user may read", "check user and address");
        }
        sources = found;
        return found;
    }
}
