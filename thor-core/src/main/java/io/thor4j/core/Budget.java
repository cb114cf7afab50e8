package io.thor4j.core;

import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What everything nested in one target may still cost: bytes, entries, depth, ratio, time, matches. Budgets form one tree; a child spends
 * from all its ancestors at once, so that a thousand small archives cost what one large one does. A refused spending changes no count; it
 * names the limit here and in every budget above, up to the root, since all of those are incomplete now. May be shared by threads.
 */
public final class Budget {
    /** A container may unpack to this many bytes whatever its size; below it a ratio says nothing (a tiny file of zeros packs 1000:1). */
    static final long RATIO_FLOOR_BYTES = 1L << 20;

    /** Names of limits kept, and their length; ours: there are fewer limits than that, and plugins may name their own. */
    private static final int MAX_NAMES = 100;

    private static final int MAX_NAME = 200;

    private static final String CLOSED = "budget closed";

    private final @Nullable Budget parent;
    private final ThorLimits limits;
    private final LongSupplier nanoClock;
    private final long startNanos;
    private final int depth;
    private final long bytesCap;
    private final String bytesLimit;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong entries = new AtomicLong();
    private final AtomicLong matches = new AtomicLong();
    private final Set<String> hit = new ConcurrentSkipListSet<>();
    private volatile boolean closed;

    private Budget(
            @Nullable Budget parent,
            ThorLimits limits,
            LongSupplier nanoClock,
            int depth,
            long bytesCap,
            String bytesLimit) {
        this.parent = parent;
        this.limits = limits;
        this.nanoClock = nanoClock;
        this.startNanos = parent == null ? nanoClock.getAsLong() : parent.startNanos;
        this.depth = depth;
        this.bytesCap = bytesCap;
        this.bytesLimit = bytesLimit;
    }

    /**
     * Makes the budget of one target; its time starts now.
     *
     * @param limits the caps
     * @param nanoClock a steady clock in nanoseconds, such as {@code System::nanoTime}
     * @return the root of a new tree, at depth 0
     */
    public static Budget root(ThorLimits limits, LongSupplier nanoClock) {
        return new Budget(
                null, limits, nanoClock, 0, limits.cap(Limit.MAX_UNPACKED_BYTES), Limit.MAX_UNPACKED_BYTES.key());
    }

    /**
     * Makes the budget of a container one level deeper.
     *
     * @param packedBytes the container's own size in bytes, which caps what it may unpack to; negative when unknown
     * @return the child, or null when the depth limit forbids it
     */
    public @Nullable Budget child(long packedBytes) {
        if (depth + 1L > limits.cap(Limit.MAX_DEPTH)) {
            refuse(Limit.MAX_DEPTH.key());
            return null;
        }
        long cap = Long.MAX_VALUE;
        long ratio = limits.get(Limit.MAX_RATIO);
        if (packedBytes >= 0 && ratio > 0) {
            cap = Math.max(
                    RATIO_FLOOR_BYTES, packedBytes > Long.MAX_VALUE / ratio ? Long.MAX_VALUE : packedBytes * ratio);
        }
        return new Budget(this, limits, nanoClock, depth + 1, cap, Limit.MAX_RATIO.key());
    }

    /**
     * Makes a budget to lend to code that may go on after its time: whatever it spends is spent here, until it is closed.
     *
     * @return the lent budget, at the same depth
     */
    public Budget lend() {
        return new Budget(this, limits, nanoClock, depth, Long.MAX_VALUE, bytesLimit);
    }

    /** Ends a lent budget: it refuses everything from now on, and changes nothing above any more. */
    public void close() {
        closed = true;
    }

    /**
     * Spends unpacked bytes.
     *
     * @param count how many, not negative
     * @return null when they are spent; the name of the limit when some budget up to the root has not that many left, nothing is spent
     *     then
     */
    public @Nullable String spendBytes(long count) {
        if (closed) {
            return CLOSED;
        }
        Budget failed = null;
        Budget budget = this;
        for (; budget != null; budget = budget.parent) {
            if (!take(budget.bytes, count, budget.bytesCap)) {
                failed = budget;
                break;
            }
        }
        if (failed == null) {
            return null;
        }
        for (Budget spent = this; spent != null && spent != failed; spent = spent.parent) {
            spent.bytes.addAndGet(-count);
        }
        refuse(failed.bytesLimit);
        return failed.bytesLimit;
    }

    /**
     * Spends one entry (a member, a record, a line).
     *
     * @return false when the target's entries are used up
     */
    public boolean spendEntry() {
        return spendFromRoot(Limit.MAX_ENTRIES, 1);
    }

    /**
     * Spends kept matches.
     *
     * @param count how many, not negative
     * @return false when the target's matches are used up; nothing is spent then
     */
    public boolean spendMatches(long count) {
        return spendFromRoot(Limit.MAX_MATCHES, count);
    }

    private boolean spendFromRoot(Limit limit, long count) {
        if (closed) {
            return false;
        }
        Budget root = root();
        AtomicLong spent = limit == Limit.MAX_ENTRIES ? root.entries : root.matches;
        if (!take(spent, count, limits.cap(limit))) {
            refuse(limit.key());
            return false;
        }
        for (Budget budget = this; budget != root && budget != null; budget = budget.parent) {
            (limit == Limit.MAX_ENTRIES ? budget.entries : budget.matches).addAndGet(count);
        }
        return true;
    }

    private static boolean take(AtomicLong spent, long count, long cap) {
        if (count < 0) {
            throw new IllegalArgumentException("negative spending " + count);
        }
        while (true) {
            long before = spent.get();
            if (count > cap - before) {
                return false;
            }
            if (spent.compareAndSet(before, before + count)) {
                return true;
            }
        }
    }

    /**
     * Tells whether there is time left.
     *
     * @return false when {@link Limit#MAX_ELEMENT_SECONDS} have passed since the root was made
     */
    public boolean timeLeft() {
        if (remainingNanos() > 0) {
            return true;
        }
        refuse(Limit.MAX_ELEMENT_SECONDS.key());
        return false;
    }

    /** Returns the nanoseconds left, 0 when the time is over, {@link Long#MAX_VALUE} when time is not limited. */
    public long remainingNanos() {
        long seconds = limits.get(Limit.MAX_ELEMENT_SECONDS);
        if (closed) {
            return 0;
        }
        if (seconds == 0) {
            return Long.MAX_VALUE;
        }
        return Math.max(0, TimeUnit.SECONDS.toNanos(seconds) - (nanoClock.getAsLong() - startNanos));
    }

    /**
     * Notes a limit that was hit outside of this class (a content cut at its size, too many log lines).
     *
     * @param limit the limit's name
     */
    public void refuse(String limit) {
        String name = limit.length() <= MAX_NAME ? limit : limit.substring(0, MAX_NAME);
        for (Budget budget = this; budget != null && !budget.closed; budget = budget.parent) {
            if (budget.hit.size() < MAX_NAMES) {
                budget.hit.add(name);
            }
        }
    }

    private Budget root() {
        Budget budget = this;
        while (budget.parent != null) {
            budget = budget.parent;
        }
        return budget;
    }

    /** Returns the names of the limits that were hit here or below, empty when none was. */
    public Set<String> limitsHit() {
        return Set.copyOf(hit);
    }

    /** Returns how deep this budget is nested, 0 for a target. */
    public int depth() {
        return depth;
    }

    /** Returns the bytes spent here and below. */
    public long bytesSpent() {
        return bytes.get();
    }

    /** Returns the entries spent here and below. */
    public long entriesSpent() {
        return entries.get();
    }

    /** Returns the matches spent here and below. */
    public long matchesSpent() {
        return matches.get();
    }

    /** Returns the limits of the whole tree. */
    public ThorLimits limits() {
        return limits;
    }
}
