package io.thor4j.threatintel.stub;

import io.thor4j.core.Secret;
import io.thor4j.threatintel.json.JsonText;
import io.thor4j.threatintel.stub.StubServer.Reply;
import io.thor4j.threatintel.stub.StubServer.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A TAXII 2.1 server of our own: checks user or token and media types, has a discovery at {@code /taxii2/} and one API root, {@code /api1/},
 * pages by {@code next}, filters by {@code added_after} and {@code match[type]}. Threads may share it.
 */
public final class TaxiiStub implements AutoCloseable {
    private static final String TYPE = "application/taxii+json;version=2.1";
    private static final String ROOT = "/api1/";
    private static final String COLLECTIONS = ROOT + "collections/";
    private static final int PAGE = 100;

    private final String authorization;
    private final StubServer server;
    private final Map<String, Collection> collections = new TreeMap<>();
    private volatile Runnable beforeAnswer = () -> {};
    private volatile boolean namesNext = true;
    private volatile boolean saysWhenAdded = true;
    private volatile @Nullable String foreignRoot;

    private record Stored(Instant added, Map<String, @Nullable Object> object) {}

    private record Collection(String title, boolean canRead, Map<String, Stored> objects) {}

    private TaxiiStub(int port, String authorization) {
        this.authorization = authorization;
        this.server = new StubServer(port, this::answer);
    }

    /**
     * Starts a stub that knows one user.
     *
     * @param port its port, 0 for a free one
     * @param user the user
     * @param password the password
     */
    public static TaxiiStub start(int port, String user, Secret password) {
        byte[] both = (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
        return new TaxiiStub(port, "Basic " + Base64.getEncoder().encodeToString(both));
    }

    /**
     * Starts a stub that knows one token.
     *
     * @param port its port, 0 for a free one
     * @param scheme the word before the token, such as {@code Bearer}
     * @param token the token
     */
    public static TaxiiStub startWithToken(int port, String scheme, Secret token) {
        return new TaxiiStub(port, scheme + " " + token.reveal());
    }

    /** Returns the discovery address. */
    public URI uri() {
        return server.uri().resolve("/taxii2/");
    }

    /** Returns path and query of each request, in their order. */
    public List<String> requests() {
        return server.requests();
    }

    /** Forgets the requests. */
    public void forgetRequests() {
        server.forgetRequests();
    }

    /**
     * Makes the next requests fail, one for each.
     *
     * @param wrong how
     */
    public void misbehave(Misbehaviour... wrong) {
        server.misbehave(wrong);
    }

    /**
     * Sets what happens before each answer.
     *
     * @param action what happens
     */
    public void beforeAnswer(Runnable action) {
        beforeAnswer = Objects.requireNonNull(action, "action");
    }

    /**
     * Sets what the server tells of the place after a page; a server need not tell both.
     *
     * @param next whether it names the next page
     * @param added whether it says when the last object was added
     */
    public void tells(boolean next, boolean added) {
        namesNext = next;
        saysWhenAdded = added;
    }

    /**
     * Names a further API root in the discovery.
     *
     * @param root its address, null for none
     */
    public void nameRoot(@Nullable String root) {
        foreignRoot = root;
    }

    /**
     * Adds a collection.
     *
     * @param id its id
     * @param title its title
     * @param canRead whether the user may read it
     */
    public synchronized void collection(String id, String title, boolean canRead) {
        collections.put(id, new Collection(title, canRead, new LinkedHashMap<>()));
    }

    /**
     * Adds an object to a collection, or a new version of the one with its id.
     *
     * @param collection the collection's id
     * @param added when it was added
     * @param object the STIX object
     */
    public synchronized void put(String collection, Instant added, Map<String, ? extends @Nullable Object> object) {
        objects(collection).put(String.valueOf(object.get("id")), new Stored(added, new LinkedHashMap<>(object)));
    }

    /**
     * Adds a STIX indicator.
     *
     * @param collection the collection's id
     * @param number makes its id
     * @param time when it was made, changed and added
     * @param pattern its pattern
     * @param more further properties, and others in place of those that are made here
     */
    public void indicator(
            String collection, int number, Instant time, String pattern, Map<String, ? extends @Nullable Object> more) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("type", "indicator");
        object.put("spec_version", "2.1");
        object.put("id", indicatorId(number));
        object.put("created", time.toString());
        object.put("modified", time.toString());
        object.put("pattern", pattern);
        object.put("pattern_type", "stix");
        object.put("valid_from", time.toString());
        object.putAll(more);
        put(collection, time, object);
    }

    /**
     * Returns the id that an indicator has.
     *
     * @param number its number
     */
    public static String indicatorId(int number) {
        return "indicator--00000000-0000-4000-8000-" + String.format("%012d", number);
    }

    /**
     * Takes an object away.
     *
     * @param collection the collection's id
     * @param id the object's id
     */
    public synchronized void remove(String collection, String id) {
        objects(collection).remove(id);
    }

    private Map<String, Stored> objects(String collection) {
        return Objects.requireNonNull(collections.get(collection), "no such collection")
                .objects();
    }

    private static Reply reply(int status, Object body) {
        return new Reply(status, TYPE, null, JsonText.of(body));
    }

    private static Reply error(int status, String title) {
        return reply(status, Map.of("title", title, "http_status", String.valueOf(status)));
    }

    private synchronized Reply answer(Request request, @Nullable Misbehaviour wrong) {
        beforeAnswer.run();
        if (!authorization.equals(request.header().apply("Authorization"))) {
            return error(401, "the user or token is not known");
        }
        String accept = request.header().apply("Accept");
        if (accept == null || !accept.replace(" ", "").contains(TYPE)) {
            return error(406, "only TAXII 2.1 is spoken here");
        }
        String path = request.target().getPath();
        if (path.equals("/taxii2/")) {
            return discovery(wrong);
        } else if (path.equals(ROOT)) {
            return reply(200, Map.of("title", "Stub", "versions", List.of(TYPE), "max_content_length", 1 << 20));
        } else if (path.equals(COLLECTIONS)) {
            return list();
        } else if (path.startsWith(COLLECTIONS) && path.endsWith("/objects/")) {
            String id = path.substring(COLLECTIONS.length(), path.length() - "/objects/".length());
            Collection collection = collections.get(id);
            return collection == null || !collection.canRead()
                    ? error(404, "no such collection")
                    : objects(collection, StubServer.parameters(request.target().getRawQuery()), wrong);
        }
        return error(404, "no such path");
    }

    private Reply discovery(@Nullable Misbehaviour wrong) {
        List<String> roots = new ArrayList<>(List.of(ROOT));
        if (wrong != null && wrong.kind() == Misbehaviour.Kind.FOREIGN_NEXT) {
            roots.add("https://elsewhere.invalid/api/");
        }
        String more = foreignRoot;
        if (more != null) {
            roots.add(more);
        }
        return reply(200, Map.of("title", "Stub of TAXII", "default", server.uri() + ROOT, "api_roots", roots));
    }

    private Reply list() {
        List<Object> all = new ArrayList<>();
        collections.forEach((id, collection) -> all.add(Map.of(
                "id",
                id,
                "title",
                collection.title(),
                "can_read",
                collection.canRead(),
                "can_write",
                false,
                "media_types",
                List.of("application/stix+json;version=2.1"))));
        // TAXII leaves out lists that would be empty.
        return reply(200, all.isEmpty() ? Map.of() : Map.of("collections", all));
    }

    private Reply objects(Collection collection, Map<String, List<String>> parameters, @Nullable Misbehaviour wrong) {
        boolean unfiltered = wrong != null && wrong.kind() == Misbehaviour.Kind.UNFILTERED;
        String after = StubServer.first(parameters, "added_after");
        Instant since = after == null || unfiltered ? Instant.MIN : Instant.parse(after);
        String next = StubServer.first(parameters, "next");
        String type = StubServer.first(parameters, "match[type]");
        String limit = StubServer.first(parameters, "limit");
        int size = limit == null ? PAGE : Math.min(PAGE, Integer.parseInt(limit));
        List<Stored> found = new ArrayList<>();
        for (Stored stored : collection.objects().values()) {
            boolean matches =
                    unfiltered || type == null || type.equals(stored.object().get("type"));
            if (matches
                    && stored.added().isAfter(since)
                    && (next == null || place(stored).compareTo(next) > 0)) {
                found.add(stored);
            }
        }
        found.sort(Comparator.comparing(TaxiiStub::place));
        List<Stored> page = found.subList(0, Math.min(size, found.size()));
        boolean more = page.size() < found.size();
        Map<String, Object> envelope = new LinkedHashMap<>();
        if (!page.isEmpty()) {
            envelope.put("objects", page.stream().map(Stored::object).toList());
        }
        Map<String, String> headers = new LinkedHashMap<>();
        if (!page.isEmpty() && saysWhenAdded) {
            headers.put("X-TAXII-Date-Added-First", page.get(0).added().toString());
            headers.put(
                    "X-TAXII-Date-Added-Last", page.get(page.size() - 1).added().toString());
        }
        if (more) {
            envelope.put("more", true);
            if (namesNext) {
                boolean stuck = wrong != null && wrong.kind() == Misbehaviour.Kind.UNUSABLE_NEXT && next != null;
                envelope.put("next", stuck ? next : place(page.get(page.size() - 1)));
            }
        }
        return new Reply(200, TYPE, null, headers, JsonText.of(envelope));
    }

    /* Sorts as the objects do: by the time, of as many digits always, and by the id. */
    private static String place(Stored stored) {
        return String.format("%020d ", stored.added().toEpochMilli())
                + stored.object().get("id");
    }

    @Override
    public void close() {
        server.close();
    }
}
