package io.thor4j.threatintel.threatconnect;

import io.thor4j.core.http.HttpBody;
import io.thor4j.core.http.HttpCall;
import io.thor4j.core.http.HttpTransport;
import io.thor4j.core.http.Retry;
import io.thor4j.threatintel.IntelLimits;
import io.thor4j.threatintel.http.RemoteCalls;
import io.thor4j.threatintel.json.JsonText;
import io.thor4j.threatintel.json.JsonTree;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Reads indicators of ThreatConnect, API version 3. Threads may share it. Every request is signed anew, also a repeated one; when the
 * server refuses it and its clock is not ours, the difference is taken into account and the request is sent once more
 * (threat-intel-apis.md section 2.1). A page is held in memory, a listing never.
 */
public final class ThreatConnectClient {
    /** The most indicators that the server puts into a page. */
    public static final int MAX_PAGE_SIZE = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(ThreatConnectClient.class);
    private static final String INDICATORS = "/api/v3/indicators";
    // Beyond, the parameters go into a body, as the vendor's own client sends them (threat-intel-apis.md section 2.2).
    private static final int LONGEST_QUERY = 2000;
    // The server accepts 5 minutes of difference; less than one is no reason for a refusal.
    private static final long SKEW_SECONDS = 60;

    private final URI server;
    private final ThreatConnectCredentials credentials;
    private final RemoteCalls calls;
    private final JsonTree json;
    private final Clock clock;
    private final int pageSize;
    private final AtomicLong skewSeconds = new AtomicLong();

    private ThreatConnectClient(Builder builder) {
        server = builder.server;
        credentials = builder.credentials;
        calls = new RemoteCalls(builder.transport, builder.retry, builder.limits);
        json = new JsonTree(builder.limits);
        clock = builder.clock;
        pageSize = builder.pageSize;
    }

    /**
     * Starts a client.
     *
     * @param server the platform's address, such as {@code https://app.threatconnect.com}; {@code /api} or {@code /api/v3} at its end does no harm
     * @param credentials who asks
     * @param transport sends; stays open when the client is done
     */
    public static Builder builder(URI server, ThreatConnectCredentials credentials, HttpTransport transport) {
        return new Builder(server, credentials, transport);
    }

    /**
     * Reads the next page of a listing.
     *
     * @param listing what is listed
     * @param cursor where the page begins
     * @return the page
     * @throws io.thor4j.threatintel.RemoteException when there is no answer, or none that can be used
     */
    public IndicatorPage indicators(IndicatorListing listing, ListingCursor cursor) {
        ListingReader reader = new ListingReader(server.getAuthority(), listing, cursor, pageSize);
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (!listing.fields().isEmpty()) {
            parameters.put("fields", listing.fields());
        }
        parameters.put("resultLimit", List.of(String.valueOf(pageSize)));
        parameters.put("resultStart", List.of("0"));
        parameters.put("sorting", List.of(reader.sorting()));
        String tql = reader.filter().toString();
        if (!tql.isEmpty()) {
            parameters.put("tql", List.of(tql));
        }
        return call(
                INDICATORS, parameters, answer -> reader.read(AnswerReader.read(json, server, answer), asked(answer)));
    }

    /* The earlier of the clocks: what is taken for too late is read again, what is taken for too early never. */
    private Instant asked(HttpTransport.Answer answer) {
        Instant ours = now();
        Instant theirs = answer.date();
        return theirs != null && theirs.isBefore(ours) ? theirs : ours;
    }

    /**
     * Reads a whole listing, page by page.
     *
     * @param listing what is listed
     * @param cursor where to begin
     * @param each told of each indicator
     * @return where the next run begins
     * @throws io.thor4j.threatintel.RemoteException when a page cannot be read
     */
    public ListingCursor forEach(
            IndicatorListing listing, ListingCursor cursor, Consumer<ThreatConnectIndicator> each) {
        ListingCursor at = cursor;
        while (true) {
            IndicatorPage page = indicators(listing, at);
            page.indicators().forEach(each);
            at = page.next();
            if (page.last()) {
                return at;
            }
        }
    }

    /**
     * Reads a page of what was deleted; the server remembers it for as many days as its administrator set.
     *
     * @param owner whose, null for the user's own organization
     * @param since deleted at that time or later
     * @param next {@link DeletedPage#next()} of the page before, null for the first
     * @return the page
     * @throws io.thor4j.threatintel.RemoteException when there is no answer, or none that can be used
     */
    public DeletedPage deleted(@Nullable String owner, Instant since, @Nullable String next) {
        String target = next;
        if (target == null) {
            Map<String, List<String>> parameters = new LinkedHashMap<>();
            parameters.put(
                    "deletedSince",
                    List.of(Instant.ofEpochSecond(since.getEpochSecond()).toString()));
            if (owner != null) {
                parameters.put("owner", List.of(owner));
            }
            parameters.put("resultLimit", List.of(String.valueOf(pageSize)));
            target = INDICATORS + "/deleted?" + query(parameters);
        }
        DeletedReader reader = new DeletedReader(server, target);
        String sent = target;
        return send(() -> sent, null, answer -> reader.read(AnswerReader.read(json, server, answer), answer.date()));
    }

    private <T> T call(String path, Map<String, List<String>> parameters, HttpTransport.AnswerReader<T> reader) {
        String query = query(parameters);
        if (query.length() < LONGEST_QUERY) {
            return send(() -> path + "?" + query, null, reader);
        }
        Map<String, Object> data = new LinkedHashMap<>();
        parameters.forEach((name, values) -> data.put(name, values.size() == 1 ? values.get(0) : values));
        return send(() -> path, JsonText.of(Map.of("data", data)), reader);
    }

    private <T> T send(
            java.util.function.Supplier<String> target, @Nullable String body, HttpTransport.AnswerReader<T> reader) {
        AtomicBoolean corrected = new AtomicBoolean();
        return calls.call(
                () -> sign(target.get(), body),
                reader,
                failure -> !corrected.getAndSet(true) && correctClock(failure.date()),
                this::message);
    }

    /* The address is made once, and what is signed is what it holds: nothing encodes it a second time. */
    private HttpCall sign(String target, @Nullable String body) {
        URI uri = URI.create(server + target);
        String query = uri.getRawQuery();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        headers.putAll(credentials.headers(
                "GET", uri.getRawPath() + (query == null ? "" : "?" + query), now().getEpochSecond()));
        return new HttpCall("GET", uri, Map.of(), headers, Map.of(), body == null ? null : HttpBody.json(body));
    }

    private Instant now() {
        return clock.instant().plusSeconds(skewSeconds.get());
    }

    private boolean correctClock(@Nullable Instant serverTime) {
        if (serverTime == null) {
            return false;
        }
        long difference = Duration.between(now(), serverTime).toSeconds();
        if (Math.abs(difference) < SKEW_SECONDS) {
            return false;
        }
        LOG.warn(
                "The clock of {} is {} seconds from ours; requests are signed with its time",
                server.getHost(),
                difference);
        skewSeconds.addAndGet(difference);
        return true;
    }

    private @Nullable String message(String body) {
        try {
            return json.object(body).get("message") instanceof String text ? text : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private static String query(Map<String, List<String>> parameters) {
        List<String> parts = new ArrayList<>();
        parameters.forEach((name, values) -> values.forEach(value -> parts.add(name + "=" + encode(value))));
        return String.join("&", parts);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Shows the server and who asks, no secret. */
    @Override
    public String toString() {
        return server + " as " + credentials;
    }

    /** Builds a client. Used by one thread. */
    public static final class Builder {
        private final URI server;
        private final ThreatConnectCredentials credentials;
        private final HttpTransport transport;
        private Retry retry = Retry.patient();
        private IntelLimits limits = IntelLimits.DEFAULT;
        private Clock clock = Clock.systemUTC();
        private int pageSize = 2000;

        private Builder(URI server, ThreatConnectCredentials credentials, HttpTransport transport) {
            String path = server.getPath() == null ? "" : server.getPath();
            boolean known = path.isEmpty()
                    || path.equals("/")
                    || path.equals("/api")
                    || path.equals("/api/v3")
                    || path.equals("/api/")
                    || path.equals("/api/v3/");
            boolean http = "https".equals(server.getScheme()) || "http".equals(server.getScheme());
            if (!http || server.getHost() == null || server.getRawUserInfo() != null || !known) {
                throw new IllegalArgumentException("not the address of a ThreatConnect platform: give https://host");
            }
            this.server = URI.create(server.getScheme() + "://" + server.getRawAuthority());
            this.credentials = Objects.requireNonNull(credentials, "credentials");
            this.transport = Objects.requireNonNull(transport, "transport");
        }

        /**
         * Sets how often requests are repeated.
         *
         * @param value the policy
         * @return this
         */
        public Builder retry(Retry value) {
            retry = Objects.requireNonNull(value, "retry");
            return this;
        }

        /**
         * Sets how much is read of an answer.
         *
         * @param value the limits
         * @return this
         */
        public Builder limits(IntelLimits value) {
            limits = Objects.requireNonNull(value, "limits");
            return this;
        }

        /**
         * Sets the clock that requests are signed with.
         *
         * @param value the clock
         * @return this
         */
        public Builder clock(Clock value) {
            clock = Objects.requireNonNull(value, "clock");
            return this;
        }

        /**
         * Sets how many indicators a page has; 2000 by default.
         *
         * @param value 1 to {@link ThreatConnectClient#MAX_PAGE_SIZE}
         * @return this
         */
        public Builder pageSize(int value) {
            if (value < 1 || value > MAX_PAGE_SIZE) {
                throw new IllegalArgumentException("a page has 1 to " + MAX_PAGE_SIZE + " indicators, not " + value);
            }
            pageSize = value;
            return this;
        }

        /** Returns the client. */
        public ThreatConnectClient build() {
            return new ThreatConnectClient(this);
        }
    }
}
