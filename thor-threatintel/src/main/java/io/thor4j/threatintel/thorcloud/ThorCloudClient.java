package io.thor4j.threatintel.thorcloud;

import io.thor4j.core.Secret;
import io.thor4j.core.http.HttpCall;
import io.thor4j.core.http.HttpTransport;
import io.thor4j.core.http.Retry;
import io.thor4j.threatintel.IntelLimits;
import io.thor4j.threatintel.RemoteException;
import io.thor4j.threatintel.http.RemoteCalls;
import io.thor4j.threatintel.json.JsonTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Searches scans of Thor Cloud and downloads their logs (threat-intel-apis.md section 1.1). Threads may share it. */
public final class ThorCloudClient {
    private final URI api;
    private final Secret apiKey;
    private final RemoteCalls calls;
    private final RemoteCalls logs;
    private final JsonTree json;

    /**
     * Makes a client.
     *
     * @param server the address, with or without {@code /api} at its end
     * @param apiKey the API key
     * @param transport sends; stays open when the client is done
     * @param retry how often requests are repeated
     * @param limits how much is read of an answer
     * @param logBytes the most bytes of a log
     * @throws IllegalArgumentException when the address is none, or the key cannot stand in a header
     */
    public ThorCloudClient(
            URI server, Secret apiKey, HttpTransport transport, Retry retry, IntelLimits limits, long logBytes) {
        boolean http = "https".equals(server.getScheme()) || "http".equals(server.getScheme());
        if (!http || server.getHost() == null || server.getRawUserInfo() != null || server.getRawQuery() != null) {
            throw new IllegalArgumentException("not the address of Thor Cloud: give https://host or https://host/api");
        }
        String path = server.getRawPath() == null ? "" : server.getRawPath();
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        if (!apiKey.reveal().chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("the API key has characters that no header can carry");
        }
        this.api = URI.create(
                server.getScheme() + "://" + server.getRawAuthority() + (path.endsWith("/api") ? path : path + "/api"));
        this.apiKey = Objects.requireNonNull(apiKey, "apiKey");
        this.calls = new RemoteCalls(transport, retry, limits);
        this.logs = new RemoteCalls(
                transport,
                retry,
                new IntelLimits(logBytes, limits.textChars(), limits.depth(), limits.tokens(), limits.lineBytes()));
        this.json = new JsonTree(limits);
    }

    /**
     * Searches scans, in the order of {@code last_launcher_update}.
     *
     * @param since heard of at that time or later, in seconds since 1970
     * @param campaign only of this campaign, null for all
     * @param offset how many to leave out
     * @param limit the most scans
     * @return the scans
     * @throws RemoteException when there is no answer, or none that can be used
     */
    public List<ThorCloudScan> search(long since, @Nullable String campaign, int offset, int limit) {
        String query =
                "limit=" + limit + "&offset=" + offset + "&order_field=last_launcher_update&order_dir=ASC&condition="
                        + encode("last_launcher_update >= " + since)
                        + (campaign == null ? "" : "&campaign=" + encode(campaign));
        return calls.call(
                () -> call("/v1/scan/search?" + query),
                answer -> scans(json.object(answer.body().readAllBytes())),
                failure -> false,
                this::message);
    }

    private List<ThorCloudScan> scans(Map<String, @Nullable Object> answer) {
        if (!(answer.get("data") instanceof List<?> data)) {
            throw bad("the answer has no list of scans", null);
        }
        List<ThorCloudScan> scans = new ArrayList<>();
        for (Object entry : data) {
            if (!(entry instanceof Map<?, ?> fields)) {
                throw bad("a scan is no object", null);
            }
            try {
                @SuppressWarnings("unchecked") // names of JSON objects are texts
                Map<String, @Nullable Object> typed = (Map<String, @Nullable Object>) fields;
                scans.add(new ThorCloudScan(typed));
            } catch (IllegalArgumentException e) {
                throw bad(String.valueOf(e.getMessage()), e);
            }
        }
        return scans;
    }

    /**
     * Downloads the log of a scan that has one event a line.
     *
     * @param scan the scan's id
     * @param file where to; holds the whole log when this returns
     * @throws RemoteException when it cannot be downloaded as a whole
     * @throws IOException when the file cannot be written
     */
    public void log(String scan, Path file) throws IOException {
        IOException[] writing = new IOException[1];
        logs.call(
                () -> call("/v1/scan/log?scan=" + encode(scan) + "&log=" + ThorCloudScan.JSON_LOG),
                answer -> {
                    try (OutputStream out = Files.newOutputStream(file)) {
                        return copy(answer.body(), out, writing);
                    }
                },
                failure -> false,
                this::message);
        if (writing[0] != null) {
            throw writing[0];
        }
    }

    /* A full disk is no failure of the server, and asking again would not help. */
    private static Long copy(InputStream in, OutputStream out, @Nullable IOException[] failure) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long total = 0;
        int count;
        while ((count = in.read(buffer)) >= 0) {
            try {
                out.write(buffer, 0, count);
            } catch (IOException e) {
                failure[0] = e;
                return total;
            }
            total += count;
        }
        return total;
    }

    private HttpCall call(String target) {
        return new HttpCall(
                "GET",
                URI.create(api + target),
                Map.of(),
                Map.of("Accept", "application/json"),
                Map.of("Authorization", apiKey),
                null);
    }

    private @Nullable String message(String body) {
        try {
            return json.object(body).get("message") instanceof String text ? text : null;
        } catch (JacksonException e) {
            return null;
        }
    }

    private RemoteException bad(String reason, @Nullable Throwable cause) {
        return new RemoteException.BadAnswer(api.getAuthority(), reason, "nothing of the answer was used", cause);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Shows the server, no secret. */
    @Override
    public String toString() {
        return api.toString();
    }
}
