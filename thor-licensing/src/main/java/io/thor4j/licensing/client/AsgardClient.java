package io.thor4j.licensing.client;

import io.thor4j.core.Secret;
import io.thor4j.core.http.HttpBody;
import io.thor4j.core.http.HttpCall;
import io.thor4j.core.http.HttpTransport;
import io.thor4j.core.http.Retry;
import io.thor4j.licensing.file.LicenseKind;
import io.thor4j.licensing.file.RemoteSource;
import io.thor4j.licensing.host.HostName;
import io.thor4j.licensing.own.LicenseType;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Retrieves licences from an ASGARD Management Center, or from thor's own licence service (thor-scanner.md section 1.5). Threads may share
 * it. Every error is a {@link RetrievalException}.
 *
 * <pre>{@code
 * try (HttpTransport transport = ApacheTransport.builder().trust(TlsTrust.pin(sha256)).build()) {
 *     AsgardClient asgard = new AsgardClient("my-asgard.internal", Secret.ofToken(token), null, transport, Retry.brief());
 *     Map<HostName, byte[]> licenses = asgard.issue(LicenseType.SERVER, List.of(HostName.of("SRV001"), HostName.of("SRV002")));
 * }
 * }</pre>
 */
public final class AsgardClient {
    /** Where an ASGARD listens unless another port is given. */
    public static final int PORT = 8443;

    /** A ZIP of licences for every host of a large fleet stays below. */
    private static final long MAX_ANSWER_BYTES = 64L << 20;

    private final URI base;
    private final @Nullable Secret token;
    private final @Nullable Secret apiKey;
    private final Calls calls;

    /**
     * Makes the client.
     *
     * @param server {@code host}, {@code host:port} or {@code https://host:port}
     * @param token the download token, null when the server has none
     * @param apiKey a user's API key, which some installations ask for instead; null for none
     * @param transport sends
     * @param retry how often
     * @throws IllegalArgumentException when the server's address is none
     */
    public AsgardClient(
            String server, @Nullable Secret token, @Nullable Secret apiKey, HttpTransport transport, Retry retry) {
        this.base = Calls.server(server, PORT);
        this.token = token;
        this.apiKey = apiKey;
        this.calls = new Calls(Objects.requireNonNull(transport, "transport"), Objects.requireNonNull(retry, "retry"));
    }

    /**
     * Retrieves licences for hosts in one call.
     *
     * @param type {@code server} or {@code workstation}; thor's own service has the other types too
     * @param hosts the hosts, at least one
     * @return each host's licence
     */
    public Map<HostName, byte[]> issue(LicenseType type, List<HostName> hosts) {
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("no host");
        }
        List<HttpBody.Field> form = new ArrayList<>();
        form.add(new HttpBody.Field("type", type.key()));
        hosts.forEach(host -> form.add(new HttpBody.Field("hostnames", host.text())));
        HttpCall call = call("POST", "/api/v0/licensing/issue", form);
        byte[] body = calls.bytes(call, MAX_ANSWER_BYTES, status -> error(call, status));
        if (!LicenseArchive.isZip(body) && hosts.size() == 1) {
            // With an API key instead of a token, some versions answer with the licence itself.
            return Map.of(hosts.get(0), license(call, body));
        }
        Map<HostName, byte[]> byHost = new LinkedHashMap<>();
        archive(call, body).forEach((name, license) -> byHost.put(HostName.of(name), license(call, license)));
        Map<HostName, byte[]> licenses = new LinkedHashMap<>();
        for (HostName host : hosts) {
            byte[] license = byHost.get(host);
            if (license == null) {
                throw new RetrievalException.BadAnswer(
                        call.server(), "the answer holds no licence for " + host, "nothing of it was stored", null);
            }
            licenses.put(host, license);
        }
        return licenses;
    }

    /**
     * Retrieves all licences that the server has issued.
     *
     * @return the files by name, each {@code NAME.lic}
     */
    public Map<String, byte[]> downloadAll() {
        HttpCall call = call("GET", "/api/v0/licensing/download-all", null);
        Map<String, byte[]> files = archive(call, calls.bytes(call, MAX_ANSWER_BYTES, status -> error(call, status)));
        files.values().forEach(file -> license(call, file));
        return files;
    }

    /**
     * Returns this server as a source for a licence search.
     *
     * @param type the type of licence to ask for
     */
    public RemoteSource source(LicenseType type) {
        return new RemoteSource() {
            @Override
            public String host() {
                return base.getHost();
            }

            @Override
            public byte[] retrieve(HostName host) {
                return issue(type, List.of(host)).values().iterator().next();
            }
        };
    }

    private HttpCall call(String method, String path, @Nullable List<HttpBody.Field> form) {
        return new HttpCall(
                method,
                base.resolve(path),
                token == null ? Map.of() : Map.of("token", token),
                Map.of("Accept", "application/octet-stream"),
                apiKey == null ? Map.of() : Map.of("Authorization", apiKey),
                form == null ? null : HttpBody.form(form));
    }

    private static Map<String, byte[]> archive(HttpCall call, byte[] body) {
        if (!LicenseArchive.isZip(body)) {
            throw new RetrievalException.BadAnswer(
                    call.server(), "the answer is no archive of licences", "is this an ASGARD?", null);
        }
        return LicenseArchive.read(body, call.server());
    }

    /** Returns the licence when it looks like one. */
    static byte[] license(HttpCall call, byte[] file) {
        LicenseKind kind = LicenseKind.of(file);
        if (kind != LicenseKind.OWN && kind != LicenseKind.OPAQUE) {
            throw new RetrievalException.BadAnswer(
                    call.server(),
                    "the answer is no licence but " + file.length + " bytes of something else",
                    null,
                    null);
        }
        return file;
    }

    private static RetrievalException error(HttpCall call, int status) {
        return switch (status) {
            case 400, 401, 403 -> new RetrievalException.DownloadToken(call.server(), status);
            case 409 -> new RetrievalException.QuotaExhausted(call.server());
            default -> new RetrievalException.Refused(call.server(), status);
        };
    }

    /** Shows the server. */
    @Override
    public String toString() {
        return "AsgardClient[" + base.getHost() + "]";
    }
}
