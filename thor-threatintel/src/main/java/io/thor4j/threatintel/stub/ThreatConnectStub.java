package io.thor4j.threatintel.stub;

import io.thor4j.core.Secret;
import io.thor4j.threatintel.IntelLimits;
import io.thor4j.threatintel.json.JsonTree;
import io.thor4j.threatintel.stub.StubServer.Reply;
import io.thor4j.threatintel.stub.StubServer.Request;
import io.thor4j.threatintel.threatconnect.ThreatConnectCredentials;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A ThreatConnect of our own: checks every signature and its time, filters by TQL, sorts, pages by offset, lists what was deleted. Equal
 * times come in another order each time, as a database may give them. Threads may share it.
 */
public final class ThreatConnectStub implements AutoCloseable {
    private static final String PATH = "/api/v3/indicators";
    private static final long ACCEPTED_SKEW_SECONDS = 300;
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 10_000;

    private final String accessId;
    private final ThreatConnectCredentials credentials;
    private final JsonTree json = new JsonTree(IntelLimits.DEFAULT);
    private final Random random = new Random(1);
    private final TreeMap<Instant, TreeMap<Long, Map<String, @Nullable Object>>> byTime = new TreeMap<>();
    private final Map<Long, Map<String, @Nullable Object>> byId = new HashMap<>();
    private final List<Map<String, @Nullable Object>> deleted = new ArrayList<>();
    private final StubServer server;
    private volatile Clock clock;
    private volatile Runnable beforeAnswer = () -> {};
    private volatile boolean samePage;
    private volatile @Nullable GeneratedHosts generated;

    private ThreatConnectStub(int port, String accessId, Secret secretKey, Clock clock) {
        this.accessId = accessId;
        this.credentials = ThreatConnectCredentials.hmac(accessId, secretKey);
        this.clock = clock;
        this.server = new StubServer(port, this::answer);
    }

    /**
     * Starts a stub.
     *
     * @param port its port, 0 for a free one
     * @param accessId the access id that it knows
     * @param secretKey the key of that id
     * @param clock its clock
     */
    public static ThreatConnectStub start(int port, String accessId, Secret secretKey, Clock clock) {
        return new ThreatConnectStub(port, accessId, secretKey, clock);
    }

    /** Returns its address. */
    public URI uri() {
        return server.uri();
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

    /** Lets all further requests succeed. */
    public void forgetMisbehaviours() {
        server.forgetMisbehaviours();
        samePage = false;
    }

    /**
     * Sets the clock.
     *
     * @param value the clock
     */
    public void clock(Clock value) {
        clock = Objects.requireNonNull(value, "clock");
    }

    /**
     * Sets what happens before each answer, for data that changes while it is read.
     *
     * @param action what happens
     */
    public void beforeAnswer(Runnable action) {
        beforeAnswer = Objects.requireNonNull(action, "action");
    }

    /**
     * Adds an indicator, or replaces the one with its id.
     *
     * @param id its id
     * @param owner its owner
     * @param type its type
     * @param summary its value
     * @param modified when it was changed
     * @param more further fields, and others in place of those that are made here
     */
    public synchronized void put(
            long id,
            String owner,
            String type,
            String summary,
            Instant modified,
            Map<String, ? extends @Nullable Object> more) {
        Map<String, @Nullable Object> old = byId.remove(id);
        if (old != null) {
            unlink(old);
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", id);
        fields.put("dateAdded", old == null ? modified.toString() : old.get("dateAdded"));
        fields.put("ownerName", owner);
        fields.put("webLink", uri() + "/#/details/indicators/" + id);
        fields.put("type", type);
        fields.put("summary", summary);
        fields.put("lastModified", modified.toString());
        fields.put("active", true);
        fields.putAll(more);
        byId.put(id, fields);
        byTime.computeIfAbsent(Instant.parse(String.valueOf(fields.get("lastModified"))), any -> new TreeMap<>())
                .put(id, fields);
    }

    /**
     * Adds hosts, {@code g1.example} and so on with ids from 1, that take no memory: they are made when they are asked for, and listed instead
     * of those that were put.
     *
     * @param count how many
     * @param begin when the first was changed, a whole second
     * @param perSecond how many were changed in each second
     */
    public void generate(long count, Instant begin, int perSecond) {
        generated = new GeneratedHosts(count, begin, perSecond);
    }

    private void unlink(Map<String, @Nullable Object> fields) {
        Instant second = Instant.parse(String.valueOf(fields.get("lastModified")));
        TreeMap<Long, Map<String, @Nullable Object>> same = byTime.get(second);
        if (same != null) {
            same.remove((Long) fields.get("id"));
            if (same.isEmpty()) {
                byTime.remove(second);
            }
        }
    }

    /**
     * Deletes an indicator.
     *
     * @param id its id
     * @param at when
     */
    public synchronized void delete(long id, Instant at) {
        Map<String, @Nullable Object> old = byId.remove(id);
        if (old != null) {
            unlink(old);
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("ownerName", old.get("ownerName"));
            entry.put("dateAdded", old.get("dateAdded"));
            entry.put("type", old.get("type"));
            entry.put("summary", old.get("summary"));
            entry.put("deletedAt", at.toString());
            deleted.add(entry);
        }
    }

    /** Returns how many indicators there are, active or not. */
    public synchronized int size() {
        return byId.size();
    }

    private Reply answer(Request request, @Nullable Misbehaviour wrong) {
        beforeAnswer.run();
        URI uri = request.target();
        String refusal = refusal(request);
        if (refusal != null) {
            return error(401, refusal);
        }
        Map<String, List<String>> parameters = StubServer.parameters(uri.getRawQuery());
        if (!request.body().isEmpty() && json.object(request.body()).get("data") instanceof Map<?, ?> data) {
            data.forEach((name, value) -> parameters.put(
                    String.valueOf(name),
                    value instanceof Collection<?> many
                            ? many.stream().map(String::valueOf).toList()
                            : List.of(String.valueOf(value))));
        }
        try {
            return switch (uri.getPath()) {
                case PATH -> page(parameters, wrong, indicators(parameters, wrong));
                case PATH + "/deleted" -> page(parameters, wrong, deleted(parameters));
                default -> error(404, "no such path");
            };
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            return error(400, String.valueOf(e.getMessage()));
        }
    }

    private String date() {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atZone(ZoneOffset.UTC));
    }

    private @Nullable String refusal(Request request) {
        URI uri = request.target();
        String timestamp = request.header().apply("Timestamp");
        String authorization = request.header().apply("Authorization");
        if (timestamp == null || authorization == null || !authorization.startsWith("TC " + accessId + ":")) {
            return "Access Denied";
        }
        long seconds;
        try {
            seconds = Long.parseLong(timestamp);
        } catch (NumberFormatException e) {
            return "Timestamp is no number";
        }
        if (Math.abs(clock.instant().getEpochSecond() - seconds) > ACCEPTED_SKEW_SECONDS) {
            return "Timestamp out of acceptable time range";
        }
        String query = uri.getRawQuery();
        String expected = credentials
                .headers(request.method(), uri.getRawPath() + (query == null ? "" : "?" + query), seconds)
                .getOrDefault("Authorization", "");
        return MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), authorization.getBytes(StandardCharsets.UTF_8))
                ? null
                : "Signature did not match";
    }

    private Reply error(int status, String message) {
        return Reply.json(status, date(), Map.of("status", "Error", "message", message));
    }

    private synchronized List<Map<String, @Nullable Object>> indicators(
            Map<String, List<String>> parameters, @Nullable Misbehaviour wrong) {
        if (wrong != null && wrong.kind() == Misbehaviour.Kind.UNFILTERED) {
            List<Map<String, @Nullable Object>> all = new ArrayList<>(byId.values());
            Collections.shuffle(all, random);
            return all;
        }
        StubFilter.Compiled filter =
                StubFilter.compile(Objects.requireNonNullElse(StubServer.first(parameters, "tql"), ""));
        boolean byNumber = Objects.requireNonNullElse(StubServer.first(parameters, "sorting"), "")
                .startsWith("id");
        long enough = number(parameters, "resultStart", 0) + limit(parameters) + 1;
        List<Map<String, @Nullable Object>> found = new ArrayList<>();
        GeneratedHosts hosts = generated;
        if (hosts != null) {
            hosts.find(filter, byNumber, enough, found);
            return found;
        }
        for (TreeMap<Long, Map<String, @Nullable Object>> same :
                (filter.earliest() == null ? byTime : byTime.tailMap(filter.earliest())).values()) {
            List<Map<String, @Nullable Object>> mixed = new ArrayList<>();
            for (Map<String, @Nullable Object> fields : same.values()) {
                boolean visible = filter.namesActive() || Boolean.TRUE.equals(fields.get("active"));
                if (visible && filter.test().test(fields)) {
                    mixed.add(fields);
                }
            }
            if (!byNumber) {
                Collections.shuffle(mixed, random);
            }
            found.addAll(mixed);
            if (found.size() >= enough && !byNumber) {
                break;
            }
        }
        if (byNumber) {
            found.sort(java.util.Comparator.comparing(fields -> (Long) Objects.requireNonNull(fields.get("id"))));
        }
        return found;
    }

    private synchronized List<Map<String, @Nullable Object>> deleted(Map<String, List<String>> parameters) {
        String owner = StubServer.first(parameters, "owner");
        Instant since = Instant.parse(
                Objects.requireNonNullElse(StubServer.first(parameters, "deletedSince"), "1970-01-01T00:00:00Z"));
        return deleted.stream()
                .filter(entry -> (owner == null || owner.equals(entry.get("ownerName")))
                        && !Instant.parse(String.valueOf(entry.get("deletedAt")))
                                .isBefore(since))
                .toList();
    }

    private static long number(Map<String, List<String>> parameters, String name, long otherwise) {
        String text = StubServer.first(parameters, name);
        return text == null ? otherwise : Long.parseLong(text);
    }

    private static int limit(Map<String, List<String>> parameters) {
        return (int) Math.min(MAX_LIMIT, number(parameters, "resultLimit", DEFAULT_LIMIT));
    }

    private Reply page(
            Map<String, List<String>> parameters,
            @Nullable Misbehaviour wrong,
            List<Map<String, @Nullable Object>> all) {
        if (wrong != null && wrong.kind() == Misbehaviour.Kind.SAME_PAGE) {
            samePage = true;
        }
        int start = samePage ? 0 : (int) Math.min(all.size(), number(parameters, "resultStart", 0));
        int end = Math.min(all.size(), start + limit(parameters));
        Map<String, Object> body = new LinkedHashMap<>();
        if (end < all.size() || samePage) {
            body.put("next", next(parameters, end));
        }
        if (wrong != null && wrong.kind() == Misbehaviour.Kind.FOREIGN_NEXT) {
            body.put("next", "https://elsewhere.invalid/api/v3/indicators?resultStart=" + end);
        } else if (wrong != null && wrong.kind() == Misbehaviour.Kind.UNUSABLE_NEXT) {
            body.put("next", "abcd");
        }
        if (wrong != null && wrong.kind() == Misbehaviour.Kind.LYING_COUNT) {
            body.put("count", 1_000_000_000L);
        }
        body.put("data", List.copyOf(all.subList(start, end)));
        body.put("status", "Success");
        return Reply.json(200, date(), body);
    }

    private String next(Map<String, List<String>> parameters, int start) {
        Map<String, List<String>> following = new LinkedHashMap<>(parameters);
        following.put("resultStart", List.of(String.valueOf(start)));
        String path = parameters.containsKey("deletedSince") ? PATH + "/deleted" : PATH;
        List<String> parts = new ArrayList<>();
        following.forEach((name, values) -> values.forEach(
                value -> parts.add(name + "=" + java.net.URLEncoder.encode(value, StandardCharsets.UTF_8))));
        return uri() + path + "?" + String.join("&", parts);
    }

    @Override
    public void close() {
        server.close();
    }
}
