package io.thor4j.threatintel.stub;

import io.thor4j.core.Secret;
import io.thor4j.threatintel.stub.StubServer.Reply;
import io.thor4j.threatintel.stub.StubServer.Request;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A Thor Cloud of our own: checks the key, searches scans by time and campaign, pages by offset, serves logs. Threads may share it. */
public final class ThorCloudStub implements AutoCloseable {
    private static final String CONDITION = "last_launcher_update >= ";

    private final Secret apiKey;
    private final Map<String, Map<String, @Nullable Object>> scans = new LinkedHashMap<>();
    private final Map<String, String> logs = new LinkedHashMap<>();
    private final StubServer server;
    private volatile Runnable beforeAnswer = () -> {};
    private volatile boolean samePage;

    private ThorCloudStub(int port, Secret apiKey) {
        this.apiKey = apiKey;
        this.server = new StubServer(port, this::answer);
    }

    /**
     * Starts a stub.
     *
     * @param port its port, 0 for a free one
     * @param apiKey the key that it knows
     */
    public static ThorCloudStub start(int port, Secret apiKey) {
        return new ThorCloudStub(port, apiKey);
    }

    /** Returns its address, without {@code /api}. */
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
     * Sets what happens before each answer.
     *
     * @param action what happens
     */
    public void beforeAnswer(Runnable action) {
        beforeAnswer = Objects.requireNonNull(action, "action");
    }

    /**
     * Adds a scan, or replaces the one with its id.
     *
     * @param id its id
     * @param updated {@code last_launcher_update}, seconds since 1970
     * @param status such as {@code running} or {@code successful}
     * @param log its {@code thor.json}, null for none
     * @param more further fields, and others in place of those that are made here
     */
    public synchronized void put(
            String id,
            long updated,
            String status,
            @Nullable String log,
            Map<String, ? extends @Nullable Object> more) {
        Map<String, @Nullable Object> scan = new LinkedHashMap<>();
        scan.put("id", id);
        scan.put("last_launcher_update", updated);
        scan.put("status", status);
        scan.put("hostname", "host-" + id);
        scan.put("logs_encrypted", false);
        scan.put("available_logs", log == null ? List.of("launcher.log") : List.of("launcher.log", "thor.json"));
        scan.putAll(more);
        scans.put(id, scan);
        if (log != null) {
            logs.put(id, log);
        }
    }

    private synchronized Reply answer(Request request, @Nullable Misbehaviour wrong) {
        beforeAnswer.run();
        if (!apiKey.reveal().equals(request.header().apply("Authorization"))) {
            return Reply.json(401, null, Map.of("message", "the key is not known"));
        }
        Map<String, List<String>> parameters =
                StubServer.parameters(request.target().getRawQuery());
        return switch (request.target().getPath()) {
            case "/api/v1/scan/search" -> search(parameters, wrong);
            case "/api/v1/scan/log" -> log(StubServer.first(parameters, "scan"));
            default -> Reply.json(404, null, Map.of("message", "no such path"));
        };
    }

    private Reply log(@Nullable String id) {
        String log = logs.get(id);
        return log == null
                ? Reply.json(404, null, Map.of("message", "no such log"))
                : new Reply(200, "application/json", null, log);
    }

    private Reply search(Map<String, List<String>> parameters, @Nullable Misbehaviour wrong) {
        String condition = Objects.requireNonNullElse(StubServer.first(parameters, "condition"), "");
        if (!condition.startsWith(CONDITION)) {
            return Reply.json(400, null, Map.of("message", "condition not understood"));
        }
        long since = Long.parseLong(condition.substring(CONDITION.length()));
        String campaign = StubServer.first(parameters, "campaign");
        List<Map<String, @Nullable Object>> found = new ArrayList<>();
        for (Map<String, @Nullable Object> scan : scans.values()) {
            if (updated(scan) >= since && (campaign == null || campaign.equals(scan.get("campaign_id")))) {
                found.add(scan);
            }
        }
        found.sort(Comparator.comparingLong(ThorCloudStub::updated));
        if (wrong != null && wrong.kind() == Misbehaviour.Kind.SAME_PAGE) {
            samePage = true;
        }
        int offset = Math.min(
                samePage ? 0 : found.size(),
                Integer.parseInt(Objects.requireNonNullElse(StubServer.first(parameters, "offset"), "0")));
        int limit = Integer.parseInt(Objects.requireNonNullElse(StubServer.first(parameters, "limit"), "10"));
        return Reply.json(
                200,
                null,
                Map.of(
                        "total",
                        wrong != null && wrong.kind() == Misbehaviour.Kind.LYING_COUNT ? 1_000_000_000 : found.size(),
                        "data",
                        List.copyOf(found.subList(offset, Math.min(found.size(), offset + limit)))));
    }

    private static long updated(Map<String, @Nullable Object> scan) {
        return scan.get("last_launcher_update") instanceof Long time ? time : 0;
    }

    @Override
    public void close() {
        server.close();
    }
}
