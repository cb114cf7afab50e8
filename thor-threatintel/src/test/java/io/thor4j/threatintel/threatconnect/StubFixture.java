package io.thor4j.threatintel.threatconnect;

import io.thor4j.core.Secret;
import io.thor4j.core.http.ApacheTransport;
import io.thor4j.core.http.Retry;
import io.thor4j.threatintel.IntelLimits;
import io.thor4j.threatintel.stub.ThreatConnectStub;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A stub with a fixed clock, a client for it, and the waits of its retries, none of which takes time. */
public final class StubFixture implements AutoCloseable {
    public static final String ACCESS_ID = "11112222333344445555";
    public static final String KEY = "+S3cret/with#special=chars !";
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    public final ThreatConnectStub stub =
            ThreatConnectStub.start(0, ACCESS_ID, Secret.of(KEY), Clock.fixed(NOW, ZoneOffset.UTC));
    public final ApacheTransport transport;
    public final List<Duration> waits = new ArrayList<>();

    public StubFixture() {
        this(Duration.ofSeconds(20));
    }

    public StubFixture(Duration whole) {
        transport = ApacheTransport.builder()
                .timeouts(Duration.ofSeconds(5), Duration.ofSeconds(20), whole)
                .build();
    }

    public ThreatConnectClient.Builder client() {
        return ThreatConnectClient.builder(
                        stub.uri(), ThreatConnectCredentials.hmac(ACCESS_ID, Secret.of(KEY)), transport)
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .limits(new IntelLimits(4 << 20, 1 << 20, 40, 1_000_000, 1 << 20))
                .retry(Retry.patient().with(3, Clock.fixed(NOW, ZoneOffset.UTC), () -> 0.5, waits::add));
    }

    /** Puts a host with a number as its id. */
    public void host(long id, Instant modified) {
        stub.put(id, "Demo", "Host", "h" + id + ".example", modified, Map.of("hostName", "h" + id + ".example"));
    }

    @Override
    public void close() {
        transport.close();
        stub.close();
    }
}
