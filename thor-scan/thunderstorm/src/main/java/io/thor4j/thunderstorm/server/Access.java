package io.thor4j.thunderstorm.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Says who a client is and what it may still send. By bearer token, or by the certificate that TLS has checked already; without either
 * everybody is the client {@code anonymous}. Threads share it.
 */
final class Access {
    static final String ANONYMOUS = "anonymous";

    /** Clients by certificate that are remembered; their number is bounded by the authority that signs for them. */
    private static final int MAX_BUCKETS = 100_000;

    private final List<Client> clients;
    private final boolean certificates;
    private final long perHour;
    private final LongSupplier nanoClock;
    private final Map<String, TokenBucket> buckets = new ConcurrentHashMap<>();

    Access(List<Client> clients, boolean certificates, long perHour, LongSupplier nanoClock) {
        this.clients = List.copyOf(clients);
        this.certificates = certificates;
        this.perHour = perHour;
        this.nanoClock = nanoClock;
        Map<String, Long> names = new LinkedHashMap<>();
        for (Client client : clients) {
            if (names.put(client.name(), client.perHour()) != null) {
                throw new IllegalArgumentException("two clients are called " + client.name());
            }
            buckets.put(client.name(), new TokenBucket(client.perHour(), nanoClock));
        }
    }

    /** Returns the client's name, null when it is none that may use the service. */
    @Nullable
    String clientOf(Request request) {
        String byCertificate = certificates ? certificateName(request) : null;
        if (byCertificate != null) {
            return byCertificate;
        }
        if (clients.isEmpty()) {
            return certificates ? null : ANONYMOUS;
        }
        String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return null;
        }
        byte[] digest = bytes(Client.digest(header.substring(7).strip()));
        String name = null;
        /* All of them, so that the time tells nothing. */
        for (Client client : clients) {
            if (MessageDigest.isEqual(bytes(client.sha256()), digest)) {
                name = client.name();
            }
        }
        return name;
    }

    private static byte[] bytes(String hex) {
        return hex.getBytes(StandardCharsets.US_ASCII);
    }

    private static @Nullable String certificateName(Request request) {
        Object data = request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE);
        if (!(data instanceof EndPoint.SslSessionData session)) {
            return null;
        }
        X509Certificate[] chain = session.peerCertificates();
        if (chain == null || chain.length == 0) {
            return null;
        }
        String subject = chain[0].getSubjectX500Principal().getName();
        try {
            for (Rdn part : new LdapName(subject).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    return String.valueOf(part.getValue());
                }
            }
        } catch (InvalidNameException e) {
            return subject;
        }
        return subject;
    }

    /**
     * Takes one sample from a client's quota.
     *
     * @return 0 when it may be sent, else the seconds until one may
     */
    long take(String client) {
        if (perHour == 0 && !buckets.containsKey(client)) {
            return 0;
        }
        if (buckets.size() > MAX_BUCKETS) {
            buckets.keySet()
                    .removeIf(name ->
                            clients.stream().noneMatch(known -> known.name().equals(name)));
        }
        long nanos = buckets.computeIfAbsent(client, name -> new TokenBucket(perHour, nanoClock))
                .take();
        return nanos == 0 ? 0 : nanos / 1_000_000_000L + 1;
    }
}
