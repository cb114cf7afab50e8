package io.thor4j.thunderstorm.client;

import io.thor4j.core.http.HttpBody;
import io.thor4j.core.http.HttpTransport;
import io.thor4j.thunderstorm.client.Calls.Reply;
import io.thor4j.thunderstorm.transport.ConnectionSettings;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A client of a Thunderstorm server, THOR's or ours. Threads may share it.
 *
 * <pre>{@code
 * try (ThunderstormClient client = ThunderstormClient.builder(URI.create("https://thunderstorm.example:8080"))
 *         .source("web-01")
 *         .build()) {
 *     CheckResult result = client.check(Sample.of(Path.of("shell.php")));
 *     result.findings().forEach(System.out::println);
 * }
 * }</pre>
 *
 * <p>Every method throws {@link ThunderstormException} when there is no result; only HTTP 200 with what was asked for in it is one
 * (thunderstorm.md sections 3 and 10).
 */
public final class ThunderstormClient implements AutoCloseable {
    private static final Duration FIRST_POLL = Duration.ofMillis(100);
    private static final Duration SLOWEST_POLL = Duration.ofSeconds(5);
    private static final int MAX_ANSWER = 16 << 20;
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    private final Endpoints endpoints;
    private final Clock clock;
    private final HttpTransport transport;
    private final Calls calls;

    private ThunderstormClient(Builder builder) {
        endpoints = Endpoints.of(builder.server, builder.generation, builder.source);
        clock = builder.clock;
        transport = builder.connection.open();
        calls = new Calls(transport, builder.connection, builder.retries, builder.pause, builder.maxAnswer);
    }

    /**
     * Starts a client.
     *
     * @param server {@code http://host:port} or {@code https://host:port}, with a path when the server lies below one
     * @return its builder
     * @throws IllegalArgumentException when it is no such address
     */
    public static Builder builder(URI server) {
        return new Builder(server);
    }

    /**
     * Has a sample scanned and waits for the result.
     *
     * @param sample the sample
     * @return what was found
     */
    public CheckResult check(Sample sample) {
        return check(sample, null);
    }

    /**
     * Has a sample of a collection scanned and waits for the result.
     *
     * @param sample the sample
     * @param scanId what {@link #begin} answered, null for none
     * @return what was found
     */
    public CheckResult check(Sample sample, @Nullable String scanId) {
        URI uri = endpoints.upload("check", scanId);
        Reply reply = success(uri, calls.send("POST", uri, new MultipartContent(sample), sample.name()));
        return result(uri, reply.json());
    }

    /**
     * Hands a sample over without waiting for its result.
     *
     * @param sample the sample
     * @return what to ask for the result with
     */
    public Receipt checkAsync(Sample sample) {
        return checkAsync(sample, null);
    }

    /**
     * Hands a sample of a collection over without waiting for its result.
     *
     * @param sample the sample
     * @param scanId what {@link #begin} answered, null for none
     * @return what to ask for the result with
     */
    public Receipt checkAsync(Sample sample, @Nullable String scanId) {
        URI uri = endpoints.upload("checkAsync", scanId);
        Reply reply = success(uri, calls.send("POST", uri, new MultipartContent(sample), sample.name()));
        String id = Fields.of(reply.json()).text("id");
        if (!Receipt.valid(id)) {
            throw new ThunderstormException.BadAnswer(Calls.server(uri), "HTTP 200, but no receipt", null);
        }
        return new Receipt(id);
    }

    /**
     * Asks how far a sample is.
     *
     * @param receipt of the sample
     * @return how far, and its result when there is one
     * @throws ThunderstormException.UnknownSample when the server does not know it, or no more
     */
    public AsyncResult asyncResult(Receipt receipt) {
        URI uri = endpoints.of("getAsyncResults", Map.of("id", receipt.id()));
        Reply reply = calls.send("GET", uri, null, Calls.server(uri));
        // The vendor's answer is 400; its test stub says 404 (section 2.4).
        if (reply.status() == 400 || reply.status() == 404) {
            throw new ThunderstormException.UnknownSample(Calls.server(uri), receipt.id());
        }
        Fields fields = Fields.of(success(uri, reply).json());
        if (!fields.has("status")) {
            throw new ThunderstormException.BadAnswer(Calls.server(uri), "HTTP 200, but no status", null);
        }
        String text = fields.text("status");
        SampleState state = SampleState.of(text);
        Object found = reply.json() instanceof Map<?, ?> map ? map.get("result") : null;
        return new AsyncResult(state, text, state == SampleState.COMPLETE ? complete(uri, found) : null);
    }

    /**
     * Waits for the result of a sample.
     *
     * @param receipt of the sample
     * @param patience how long to wait
     * @return what was found
     * @throws ThunderstormException.ScanFailed when the sample could not be scanned
     * @throws ThunderstormException.NoResultYet when it took longer
     */
    public CheckResult await(Receipt receipt, Duration patience) {
        Instant end = clock.instant().plus(patience);
        Duration interval = FIRST_POLL;
        while (true) {
            AsyncResult answer = asyncResult(receipt);
            CheckResult result = answer.result();
            if (result != null) {
                return result;
            }
            if (answer.state() == SampleState.FAILED) {
                throw new ThunderstormException.ScanFailed(server(), receipt.id());
            }
            if (!clock.instant().plus(interval).isBefore(end)) {
                throw new ThunderstormException.NoResultYet(server(), receipt.id(), answer.state());
            }
            calls.pause(endpoints.base(), interval);
            interval = interval.multipliedBy(3).dividedBy(2);
            interval = interval.compareTo(SLOWEST_POLL) > 0 ? SLOWEST_POLL : interval;
        }
    }

    /** Asks how the server is doing. Sent once, so that a caller soon knows whether it is there. */
    public ServiceStatus status() {
        URI uri = endpoints.of("status", Map.of());
        Reply reply = success(uri, calls.sendOnce("GET", uri, null));
        Map<String, Number> values = new LinkedHashMap<>();
        object(uri, reply).forEach((name, value) -> {
            if (value instanceof Number number) {
                values.put(String.valueOf(name), number);
            }
        });
        return new ServiceStatus(values);
    }

    /** Asks what the server is. */
    public ServiceInfo info() {
        URI uri = endpoints.of("info", Map.of());
        return ServiceInfo.read(object(uri, success(uri, calls.send("GET", uri, null, server()))));
    }

    /**
     * Asks for counts over time.
     *
     * @param history which
     * @param aggregate how many minutes are one entry, from 1
     * @param limit how many minutes back, 0 for all
     * @return counts by the server's local time
     */
    public SortedMap<LocalDateTime, Long> history(History history, int aggregate, int limit) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("aggregate", String.valueOf(aggregate));
        if (limit > 0) {
            query.put("limit", String.valueOf(limit));
        }
        URI uri = endpoints.of(history.operation(), query);
        SortedMap<LocalDateTime, Long> counts = new TreeMap<>();
        object(uri, success(uri, calls.send("GET", uri, null, server()))).forEach((time, count) -> {
            try {
                if (count instanceof Number number) {
                    counts.put(LocalDateTime.parse(String.valueOf(time), MINUTE), number.longValue());
                }
            } catch (DateTimeException e) {
                throw new ThunderstormException.BadAnswer(server(), "a time is not as 2026-11-22 10:00", e);
            }
        });
        return counts;
    }

    /**
     * Tells the server that a collection begins (thunderstorm.md section 6).
     *
     * @param marker of type {@link CollectionMarker.Type#BEGIN}
     * @return the collection's id, nothing when the server knows no collections
     */
    public Optional<String> begin(CollectionMarker marker) {
        Reply reply = mark(marker);
        if (reply == null) {
            return Optional.empty();
        }
        String id = Fields.of(reply.json()).text("scan_id");
        return Receipt.valid(id) ? Optional.of(id) : Optional.empty();
    }

    /**
     * Tells the server that a collection ended or was interrupted.
     *
     * @param marker the marker
     * @return false when the server knows no collections
     */
    public boolean end(CollectionMarker marker) {
        return mark(marker) != null;
    }

    private @Nullable Reply mark(CollectionMarker marker) {
        URI uri = endpoints.of("collection", Map.of());
        Reply reply = calls.send("POST", uri, HttpBody.json(marker.toJson()), server());
        boolean unsupported = reply.status() == 404 || reply.status() == 405 || reply.status() == 501;
        return unsupported ? null : success(uri, reply);
    }

    private static Reply success(URI uri, Reply reply) {
        if (reply.status() != 200) {
            throw Calls.refused(uri, reply);
        }
        return reply;
    }

    private static Map<?, ?> object(URI uri, Reply reply) {
        if (reply.json() instanceof Map<?, ?> map) {
            return map;
        }
        throw new ThunderstormException.BadAnswer(Calls.server(uri), "HTTP 200, but no JSON object", null);
    }

    /* Without a list when nothing was found: a server in Go may leave out what is empty, and the status says that it is done. */
    private static CheckResult complete(URI uri, @Nullable Object json) {
        return json == null ? new CheckResult(List.of()) : result(uri, json);
    }

    private static CheckResult result(URI uri, @Nullable Object json) {
        if (json instanceof List<?> list && list.stream().allMatch(Map.class::isInstance)) {
            return new CheckResult(list.stream().map(Finding::read).toList());
        }
        throw new ThunderstormException.BadAnswer(Calls.server(uri), "HTTP 200, but no list of findings", null);
    }

    private String server() {
        return Calls.server(endpoints.base());
    }

    @Override
    public void close() {
        transport.close();
    }

    /** Collects what a client needs. For one thread. */
    public static final class Builder {
        private final URI server;
        private ApiGeneration generation = ApiGeneration.V10;
        private @Nullable String source;
        private ConnectionSettings connection = ConnectionSettings.builder().build();
        private RetryPolicy retries = RetryPolicy.STANDARD;
        private RetryPolicy.Pause pause = RetryPolicy.Pause.SLEEP;
        private Clock clock = Clock.systemUTC();
        private int maxAnswer = MAX_ANSWER;

        private Builder(URI server) {
            boolean web = "http".equalsIgnoreCase(server.getScheme()) || "https".equalsIgnoreCase(server.getScheme());
            if (!web || server.getHost() == null || server.getRawQuery() != null || server.getRawFragment() != null) {
                throw new IllegalArgumentException("not http://host:port or https://host:port: " + server);
            }
            this.server = server;
        }

        /**
         * Chooses the server's paths; {@link ApiGeneration#V10}, which all servers have, by default.
         *
         * @param value which
         * @return this
         */
        public Builder generation(ApiGeneration value) {
            generation = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Names the host that samples come from; without it the server takes the name or address of the connection.
         *
         * @param value any text, null for none
         * @return this
         */
        public Builder source(@Nullable String value) {
            source = value;
            return this;
        }

        /**
         * Sets how the client connects.
         *
         * @param value TLS, proxy, token and time limits
         * @return this
         */
        public Builder connection(ConnectionSettings value) {
            connection = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets how often and when requests are sent again; {@link RetryPolicy#STANDARD} by default.
         *
         * @param value the policy
         * @return this
         */
        public Builder retries(RetryPolicy value) {
            retries = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets how the client waits; for tests, and for callers that stop.
         *
         * @param value waits
         * @return this
         */
        public Builder pause(RetryPolicy.Pause value) {
            pause = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets the clock that {@link ThunderstormClient#await} goes by.
         *
         * @param value the clock
         * @return this
         */
        public Builder clock(Clock value) {
            clock = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Sets how large an answer may be; 16 MiB by default. A larger one is an error, never a clean result.
         *
         * @param bytes how large, from 1
         * @return this
         */
        public Builder maxAnswer(int bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("bytes: " + bytes);
            }
            maxAnswer = bytes;
            return this;
        }

        /** Returns the client; no connection is made yet. */
        public ThunderstormClient build() {
            return new ThunderstormClient(this);
        }
    }
}
