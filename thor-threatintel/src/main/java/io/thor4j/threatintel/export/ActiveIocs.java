package io.thor4j.threatintel.export;

import io.thor4j.core.ioc.Ioc;
import io.thor4j.core.ioc.IocSet;
import io.thor4j.core.ioc.IocSetBuilder;
import io.thor4j.threatintel.store.IndicatorStore;
import io.thor4j.threatintel.store.StorePart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The active indicators of a store as sets for the scanner. The store's set is in parts, and only parts in which something changed or
 * expired are built again. Threads may share it.
 */
public final class ActiveIocs {
    private final IndicatorStore store;
    private final IocMapping mapping;
    private final @Nullable Part[] parts;
    private long built;

    private record Part(StorePart state, IocSet set, long left) {}

    /**
     * Makes it; nothing is read yet.
     *
     * @param store the store
     * @param mapping what indicators become
     */
    public ActiveIocs(IndicatorStore store, IocMapping mapping) {
        this.store = Objects.requireNonNull(store, "store");
        this.mapping = Objects.requireNonNull(mapping, "mapping");
        this.parts = new Part[store.partCount()];
    }

    /**
     * What a refresh brought. Immutable.
     *
     * @param sets the indicators of compromise; parts that did not change are the same objects as before
     * @param notExpressible how many active indicators the scanner cannot look for, or the mapping leaves out
     * @param rebuilt how many parts were built again; 0 when nothing changed
     * @param nextExpiry when the next of these indicators expires, null when none does
     */
    public record Sets(
            List<IocSet> sets,
            long notExpressible,
            int rebuilt,
            @Nullable Instant nextExpiry) {}

    /**
     * Returns what is active now.
     *
     * @throws io.thor4j.threatintel.store.StoreException when the store cannot be read
     */
    public synchronized Sets refresh() {
        int rebuilt = 0;
        long left = 0;
        Instant nextExpiry = null;
        List<IocSet> sets = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            Part part = parts[i];
            StorePart state = store.part(i);
            if (part == null || !part.state().upToDate(state)) {
                part = build(i, state);
                parts[i] = part;
                rebuilt++;
                built++;
            }
            left += part.left();
            Instant expiry = part.state().nextExpiry();
            nextExpiry = expiry == null || (nextExpiry != null && nextExpiry.isBefore(expiry)) ? nextExpiry : expiry;
            if (!part.set().isEmpty()) {
                sets.add(part.set());
            }
        }
        return new Sets(List.copyOf(sets), left, rebuilt, nextExpiry);
    }

    private Part build(int number, StorePart state) {
        IocSetBuilder builder = IocSet.builder();
        AtomicLong left = new AtomicLong();
        store.forEachActive(state, number, stored -> {
            List<Ioc> iocs = mapping.iocs(stored.indicator());
            if (iocs.isEmpty()) {
                left.incrementAndGet();
            }
            iocs.forEach(builder::add);
        });
        return new Part(state, builder.build(), left.get());
    }

    /** Returns how many parts were ever built, for tests and metrics. */
    public synchronized long built() {
        return built;
    }
}
