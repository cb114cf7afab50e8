package io.thor4j.thunderstorm.server;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names the hosts that send samples: by reverse DNS when there is an answer soon, else by their address (thunderstorm.md section 7). Lookups
 * are bounded in number and time, and remembered. Threads share it.
 */
final class SourceNames implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceNames.class);

    private static final int THREADS = 4;
    private static final int WAITING = 256;
    private static final int REMEMBERED = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration AGE = Duration.ofMinutes(10);

    private final Function<InetAddress, String> lookup;
    private final LongSupplier nanoClock;
    private final ThreadPoolExecutor threads;
    private final Map<InetAddress, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Known> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Known(CompletableFuture<String> name, long since) {}

    /**
     * Makes the directory.
     *
     * @param lookup asks for a host's name; answers its address when it has none
     */
    SourceNames(Function<InetAddress, String> lookup, LongSupplier nanoClock) {
        this.lookup = lookup;
        this.nanoClock = nanoClock;
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), work -> {
                    Thread thread = new Thread(work, "thor-thunderstorm-dns");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Returns a host's name, in two seconds at the latest. */
    CompletableFuture<String> of(InetAddress address) {
        CompletableFuture<String> name;
        synchronized (known) {
            Known found = known.get(address);
            long now = nanoClock.getAsLong();
            if (found == null || now - found.since() > AGE.toNanos()) {
                found = new Known(ask(address), now);
                known.put(address, found);
            }
            name = found.name();
        }
        return name.isDone()
                ? name
                : name.copy().completeOnTimeout(address.getHostAddress(), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private CompletableFuture<String> ask(InetAddress address) {
        try {
            return CompletableFuture.supplyAsync(() -> lookup.apply(address), threads)
                    .exceptionally(e -> address.getHostAddress());
        } catch (RejectedExecutionException e) {
            LOG.debug("too many hosts at once to ask for their names", e);
            return CompletableFuture.completedFuture(address.getHostAddress());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
