package io.thor4j.benchmarks.thunderstorm;

import io.thor4j.thunderstorm.client.CheckResult;
import io.thor4j.thunderstorm.client.Receipt;
import io.thor4j.thunderstorm.client.RetryPolicy;
import io.thor4j.thunderstorm.client.ThunderstormClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records what {@code thor thunderstorm}, in a process of its own, does under the load of this one: rates, latencies, CPU time and heap. Every
 * result is looked at: one for each sample, and the right one. Used by one thread.
 */
public final class ServiceLoad {
    private static final double MIB = 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final LoadPlan plan;
    private final Consumer<String> out;
    private final LoadSamples samples;
    private final ServiceProcess service;
    private final ThunderstormClient client;
    private final ExecutorService connections;
    private final LoadPhase sync = new LoadPhase();
    private final LoadPhase accepted = new LoadPhase();
    private final LoadPhase async = new LoadPhase();
    private final AtomicLong results = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();
    private long next;

    private ServiceLoad(LoadPlan plan, ServiceProcess service, ThunderstormClient client, Consumer<String> out) {
        this.plan = plan;
        this.service = service;
        this.client = client;
        this.out = out;
        samples = new LoadSamples(plan.seed());
        connections = Executors.newFixedThreadPool(plan.connections());
    }

    /**
     * Measures.
     *
     * @param plan what is sent
     * @param folder an empty folder for the server's queue
     * @param out takes the lines of the record
     * @return the figures
     * @throws IOException when the server cannot be started
     * @throws InterruptedException when the thread was interrupted
     */
    public static LoadFigures run(LoadPlan plan, Path folder, Consumer<String> out)
            throws IOException, InterruptedException {
        try (ServiceProcess service = new ServiceProcess(folder, plan.heap(), plan.rules());
                ThunderstormClient client = ThunderstormClient.builder(service.address())
                        .source("load")
                        .retries(RetryPolicy.NONE)
                        .build()) {
            ServiceLoad load = new ServiceLoad(plan, service, client, out);
            try {
                return load.measure();
            } finally {
                load.connections.shutdownNow();
            }
        }
    }

    private LoadFigures measure() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        int half = plan.round() / 2;
        int warming = Math.min(plan.samples(), 4 * half);
        check(warming, new LoadPhase());
        long before = service.heap();
        long highest = before;
        out.accept(String.format(
                Locale.ROOT,
                "%d connections to a server with -Xmx%s on %d processors, %s; after %d samples to warm up, heap %.1f MiB",
                plan.connections(),
                plan.heap(),
                Runtime.getRuntime().availableProcessors(),
                plan.rules() == null
                        ? "starter rules"
                        : "rules of " + plan.rules().getFileName(),
                warming,
                before / MIB));
        long reported = begin;
        while (next - warming < plan.samples()
                && System.nanoTime() - begin < plan.atMost().toNanos()) {
            check(half, sync);
            submit(half);
            long heap = service.heap();
            highest = Math.max(highest, heap);
            if (System.nanoTime() - reported > 60_000_000_000L) {
                reported = System.nanoTime();
                out.accept(String.format(
                        Locale.ROOT, "  %d samples, %d results, heap %.1f MiB", next, results.get(), heap / MIB));
            }
        }
        double ratio = sync.perSecond() == 0 ? 0 : accepted.perSecond() / sync.perSecond();
        out.accept(line("waiting", sync));
        out.accept(String.format(
                Locale.ROOT,
                "receipts: %d in %.1f s, %.0f a second, %.1f times the rate of who waits; %s",
                accepted.count(),
                accepted.wall(),
                accepted.perSecond(),
                ratio,
                accepted.latencies()));
        out.accept(line("with receipts, to the last result", async));
        out.accept(String.format(
                Locale.ROOT,
                "%d samples, %d results, %d wrong; heap after collection %.1f MiB warm, at most %.1f MiB",
                next,
                results.get(),
                wrong.get(),
                before / MIB,
                highest / MIB));
        return new LoadFigures(next, results.get(), wrong.get(), sync.perMinuteAndCore(), ratio, before, highest);
    }

    private static String line(String name, LoadPhase phase) {
        return String.format(
                Locale.ROOT,
                "%s: %d samples in %.1f s, %.0f a minute; CPU of the server %.2f ms a sample, %.0f a minute and core; %s",
                name,
                phase.count(),
                phase.wall(),
                phase.perSecond() * 60,
                phase.cpuMillis(),
                phase.perMinuteAndCore(),
                phase.latencies());
    }

    private void check(int count, LoadPhase phase) throws IOException, InterruptedException {
        double cpu = service.cpuSeconds();
        long first = next;
        next += count;
        each(count, phase, index -> judge(first + index, client.check(samples.get(first + index))));
        phase.addCpu(service.cpuSeconds() - cpu);
    }

    private void submit(int count) throws IOException, InterruptedException {
        double cpu = service.cpuSeconds();
        long begin = System.nanoTime();
        long first = next;
        next += count;
        @Nullable Receipt[] receipts = new Receipt[count];
        each(count, accepted, index -> receipts[index] = client.checkAsync(samples.get(first + index)));
        Set<String> ids = new HashSet<>();
        for (Receipt receipt : receipts) {
            if (receipt == null || !ids.add(receipt.id())) {
                throw new IOException("two samples have the same receipt, or one has none");
            }
        }
        long[] latencies = each(count, new LoadPhase(), index -> {
            Receipt receipt = receipts[index];
            if (receipt != null) {
                judge(first + index, client.await(receipt, PATIENCE));
            }
        });
        async.add(latencies, (System.nanoTime() - begin) / 1e9);
        async.addCpu(service.cpuSeconds() - cpu);
    }

    private void judge(long number, CheckResult result) {
        results.incrementAndGet();
        boolean found = result.findings().stream()
                .anyMatch(finding -> finding.toString().contains(LoadSamples.RULE));
        if (found != LoadSamples.isMarked(number)) {
            wrong.incrementAndGet();
            out.accept("wrong: " + samples.get(number) + ": " + result);
        }
    }

    /** One request. */
    @FunctionalInterface
    private interface Request {
        void send(int index);
    }

    private long[] each(int count, LoadPhase phase, Request request) throws IOException, InterruptedException {
        long[] latencies = new long[count];
        AtomicInteger index = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 0; i < plan.connections(); i++) {
            running.add(connections.submit(() -> {
                for (int mine = index.getAndIncrement(); mine < count; mine = index.getAndIncrement()) {
                    long start = System.nanoTime();
                    request.send(mine);
                    latencies[mine] = System.nanoTime() - start;
                }
            }));
        }
        for (Future<?> connection : running) {
            try {
                connection.get();
            } catch (ExecutionException e) {
                throw new IOException("a request failed; the service said " + service.said(), e);
            }
        }
        phase.add(latencies, (System.nanoTime() - begin) / 1e9);
        return latencies;
    }
}
