package io.thor4j.threatintel.feed;

import io.thor4j.core.Secret;
import io.thor4j.threatintel.MovableClock;
import io.thor4j.threatintel.stub.ThreatConnectStub;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stub, and beside it what should be seen of it. */
final class ModelPlatform implements AutoCloseable {
    final ThreatConnectStub stub;
    private final MovableClock clock;
    private final Duration lifetime;
    private final Map<Long, Known> known = new HashMap<>();
    /** An indicator that is made again has another id, as on the platform. */
    private final Map<Integer, Long> ids = new HashMap<>();

    private long nextId = 9007199254918487L;

    /** One indicator of the platform. */
    private record Known(
            String owner,
            String value,
            boolean active,
            boolean falsePositive,
            @Nullable Instant expires,
            Instant modified) {}

    ModelPlatform(MovableClock clock, Secret key, Duration lifetime) {
        this.clock = clock;
        this.lifetime = lifetime;
        stub = ThreatConnectStub.start(0, "1", key, clock);
    }

    static String value(int number) {
        return "h" + number + ".example";
    }

    void change(SyncModelTest.Step step, int number) {
        Long id = ids.get(number);
        Known old = id == null ? null : known.get(id);
        switch (step) {
            case PUT -> put(number, "A", true, false, null);
            case OWNER -> {
                if (old != null) {
                    put(number, "A".equals(old.owner()) ? "B" : "A", true, false, null);
                }
            }
            case DEACTIVATE -> {
                if (old != null) {
                    put(number, old.owner(), false, false, old.expires());
                }
            }
            case EXPIRING ->
                put(
                        number,
                        old == null ? "A" : old.owner(),
                        true,
                        false,
                        clock.instant().plus(Duration.ofHours(number)));
            case FALSE_POSITIVE -> put(number, old == null ? "A" : old.owner(), true, true, null);
            case DELETE -> {
                if (id != null) {
                    stub.delete(id, clock.instant());
                    known.remove(id);
                    ids.remove(number);
                    // The same value in the same second again would be the same indicator to every client.
                    clock.advance(Duration.ofSeconds(1));
                }
            }
            default -> throw new IllegalArgumentException(step.name());
        }
    }

    private void put(int number, String owner, boolean active, boolean falsePositive, @Nullable Instant expires) {
        long id = ids.computeIfAbsent(number, any -> nextId++);
        known.put(id, new Known(owner, value(number), active, falsePositive, expires, clock.instant()));
        Map<String, Object> more = new HashMap<>();
        more.put("hostName", value(number));
        more.put("active", active);
        more.put("falsePositiveFlag", falsePositive);
        if (expires != null) {
            more.put("externalDateExpires", expires.toString());
        }
        stub.put(id, owner, "Host", value(number), clock.instant(), more);
    }

    /** Returns until when each indicator is active that is neither inactive nor a false positive. */
    Map<String, Instant> visible() {
        Map<String, Instant> visible = new HashMap<>();
        for (Known one : known.values()) {
            if (one.active() && !one.falsePositive()) {
                Instant end = one.modified().plus(lifetime);
                Instant own = one.expires();
                visible.put(one.owner() + " " + one.value(), own != null && own.isBefore(end) ? own : end);
            }
        }
        return visible;
    }

    @Override
    public void close() {
        stub.close();
    }
}
