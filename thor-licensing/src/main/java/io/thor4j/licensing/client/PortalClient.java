package io.thor4j.licensing.client;

import io.thor4j.core.Secret;
import io.thor4j.core.http.HttpCall;
import io.thor4j.core.http.HttpTransport;
import io.thor4j.core.http.Retry;
import io.thor4j.licensing.file.RemoteSource;
import io.thor4j.licensing.host.HostHash;
import io.thor4j.licensing.host.HostName;
import io.thor4j.licensing.own.LicenseType;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Retrieves licences from the customer portal, or from thor's own licence service (thor-scanner.md section 1.5). The server is told the
 * host's hash, never its name. Threads may share it. Every error is a {@link RetrievalException}.
 */
public final class PortalClient {
    /** The customer portal of Nextron. */
    public static final String PORTAL = "https://portal.nextron-systems.com";

    /** In place of a contract: the server chooses. */
    public static final long ANY_CONTRACT = 0;

    private static final int HTTPS_PORT = 443;
    private static final long MAX_ANSWER_BYTES = 1L << 20;

    private final URI base;
    private final Secret apiKey;
    private final Calls calls;

    /**
     * Makes the client.
     *
     * @param server {@link #PORTAL}, or {@code host}, {@code host:port} or {@code https://host:port}
     * @param apiKey the portal key, or a contract's download token
     * @param transport sends
     * @param retry how often
     * @throws IllegalArgumentException when the server's address is none
     */
    public PortalClient(String server, Secret apiKey, HttpTransport transport, Retry retry) {
        this.base = Calls.server(server, HTTPS_PORT);
        this.apiKey = Objects.requireNonNull(apiKey, "apiKey");
        this.calls = new Calls(Objects.requireNonNull(transport, "transport"), Objects.requireNonNull(retry, "retry"));
    }

    /**
     * Retrieves a licence from the first contract that has one left.
     *
     * @param contracts the contracts in order; empty for whichever the server chooses
     * @param type the type; the portal has {@code server} and {@code client}, which is {@link LicenseType#WORKSTATION}
     * @param host the host's hash
     * @return the licence
     */
    public byte[] issue(List<Long> contracts, LicenseType type, HostHash host) {
        RetrievalException last = null;
        for (long contract : contracts.isEmpty() ? List.of(ANY_CONTRACT) : contracts) {
            try {
                return issue(contract, type, host);
            } catch (RetrievalException.QuotaExhausted | RetrievalException.Refused e) {
                // Used up, of another type, or not ours: the next may do.
                if (last != null) {
                    e.addSuppressed(last);
                }
                last = e;
            }
        }
        throw Objects.requireNonNull(last);
    }

    private byte[] issue(long contract, LicenseType type, HostHash host) {
        String kind = type == LicenseType.WORKSTATION ? "client" : type.key();
        HttpCall call = new HttpCall(
                "POST",
                base.resolve(
                        "/api/public/contracts/issue/" + contract + "/" + kind + "/" + host.text() + "?download=1"),
                Map.of(),
                Map.of("Accept", "application/octet-stream"),
                Map.of("Authorization", apiKey),
                null);
        return AsgardClient.license(call, calls.bytes(call, MAX_ANSWER_BYTES, status -> error(call, status)));
    }

    /**
     * Returns this server as a source for a licence search.
     *
     * @param contracts the contracts in order; empty for whichever the server chooses
     * @param type the type of licence to ask for
     */
    public RemoteSource source(List<Long> contracts, LicenseType type) {
        List<Long> order = List.copyOf(contracts);
        return new RemoteSource() {
            @Override
            public String host() {
                return base.getHost();
            }

            @Override
            public byte[] retrieve(HostName host) {
                return issue(order, type, HostHash.of(host));
            }
        };
    }

    private static RetrievalException error(HttpCall call, int status) {
        return switch (status) {
            case 401, 403 -> new RetrievalException.ApiKey(call.server(), status);
            case 409 -> new RetrievalException.QuotaExhausted(call.server());
            default -> new RetrievalException.Refused(call.server(), status);
        };
    }

    /** Shows the server. */
    @Override
    public String toString() {
        return "PortalClient[" + base.getHost() + "]";
    }
}
