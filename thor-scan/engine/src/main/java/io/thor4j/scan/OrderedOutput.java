package io.thor4j.scan;

import io.thor4j.core.Assessment;
import io.thor4j.core.Level;
import io.thor4j.core.Message;
import io.thor4j.core.spi.OutputSink;
import io.thor4j.scan.plugin.PluginGuard;
import io.thor4j.scan.plugin.PluginTrouble;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Brings what the threads find back into the order of the walk and hands it to the sinks, from one thread at a time. So the output does not
 * depend on the number of threads. May be shared by threads.
 */
final class OrderedOutput {
    static final String SINK = "sink";

    /**
     * Elements of targets that are waiting, in work, or done and waiting for an earlier one. Ours: one slow file does not stop the others
     * soon, and paths and findings of this many fit any memory.
     */
    static final int WINDOW = 2_048;

    private final List<ElementScanner.Part<OutputSink>> sinks;
    private final PluginFailures guard;
    private final ScanMessages messages;
    private final Level minimum;
    private final FindingFilter filter;
    private final EventRewriter rewriter;
    private final Semaphore window = new Semaphore(WINDOW);
    private final Object lock = new Object();
    private final Map<Long, Delivered> pending = new HashMap<>();
    private final Map<Level, Long> levels = new EnumMap<>(Level.class);
    private long next;
    private boolean draining;
    private long filtered;

    OrderedOutput(
            List<ElementScanner.Part<OutputSink>> sinks,
            PluginFailures guard,
            ScanMessages messages,
            Level minimum,
            FindingFilter filter,
            EventRewriter rewriter) {
        this.sinks = List.copyOf(sinks);
        this.guard = guard;
        this.messages = messages;
        this.minimum = minimum;
        this.filter = filter;
        this.rewriter = rewriter;
        for (Level level : Level.values()) {
            levels.put(level, 0L);
        }
    }

    /** Told in the order of the walk, by one thread at a time. */
    interface Step {
        /** Nothing of the element was put out yet. */
        void before();

        /** All of the element was put out. */
        void after();
    }

    private record Delivered(
            List<Emission> emissions, @Nullable Step step) {}

    /** Goes on with the counts of an earlier part of the same scan. */
    void add(Map<Level, Long> earlier, long earlierFiltered) {
        synchronized (lock) {
            filtered += earlierFiltered;
            earlier.forEach((level, count) -> levels.merge(level, count, Long::sum));
        }
    }

    /** Waits until there is room for one more element. */
    void reserve() throws InterruptedException {
        window.acquire();
    }

    /**
     * Takes what an element gives.
     *
     * @param sequence the element's place in the walk, from 0 without gaps
     * @param emissions in order; not changed any more
     * @param step told when it is the element's turn, null for nobody
     */
    void complete(long sequence, List<Emission> emissions, @Nullable Step step) {
        synchronized (lock) {
            pending.put(sequence, new Delivered(emissions, step));
            if (draining) {
                return;
            }
            draining = true;
        }
        while (true) {
            Delivered batch;
            synchronized (lock) {
                batch = pending.remove(next);
                if (batch == null) {
                    draining = false;
                    return;
                }
                next++;
            }
            Step turn = batch.step();
            if (turn != null) {
                turn.before();
            }
            batch.emissions().forEach(this::emit);
            if (turn != null) {
                turn.after();
            }
            window.release();
        }
    }

    /** Hands something over at once; only before the first element and after the last. */
    void say(Message message) {
        emit(new Emission.Note(message));
    }

    void emit(Emission emission) {
        if (emission instanceof Emission.Finding finding && filter.suppresses(finding.assessment())) {
            synchronized (lock) {
                filtered++;
            }
        } else if (emission instanceof Emission.Finding finding) {
            Level level = finding.assessment().level();
            count(level);
            if (level.atLeast(minimum)) {
                deliver(finding.assessment(), null, null);
            }
        } else if (emission instanceof Emission.Note note) {
            deliver(null, note.message(), null);
        } else if (emission instanceof Emission.Failure failure) {
            if (guard.count(failure.trouble())) {
                deliver(null, messages.pluginFailed(failure.trouble()), null);
            }
        }
    }

    private record Delivery(
            @Nullable Assessment assessment,
            @Nullable Message message,
            ElementScanner.@Nullable Part<OutputSink> except) {}

    /* A sink's failure is told to the other sinks; each kind once, so this comes to an end. */
    private void deliver(
            @Nullable Assessment assessment,
            @Nullable Message message,
            ElementScanner.@Nullable Part<OutputSink> except) {
        Deque<Delivery> deliveries = new ArrayDeque<>();
        deliveries.add(new Delivery(
                assessment == null ? null : rewriter.rewrite(assessment),
                message == null ? null : rewriter.rewrite(message),
                except));
        while (!deliveries.isEmpty()) {
            Delivery delivery = deliveries.remove();
            if (delivery.message() != null && delivery.message().meta().level() == Level.ERROR) {
                count(Level.ERROR);
            }
            for (ElementScanner.Part<OutputSink> sink : sinks) {
                if (sink.equals(delivery.except())) {
                    continue;
                }
                PluginTrouble trouble = PluginGuard.call(sink.plugin(), SINK, () -> accept(sink.part(), delivery));
                if (trouble != null && guard.count(trouble)) {
                    deliveries.add(new Delivery(null, rewriter.rewrite(messages.pluginFailed(trouble)), sink));
                }
            }
        }
    }

    private static void accept(OutputSink sink, Delivery delivery) {
        if (delivery.assessment() != null) {
            sink.accept(delivery.assessment());
        } else if (delivery.message() != null) {
            sink.accept(delivery.message());
        }
    }

    private void count(Level level) {
        synchronized (lock) {
            levels.merge(level, 1L, Long::sum);
        }
    }

    /** Returns how many assessments were suppressed so far; they are in no other count. */
    long filtered() {
        synchronized (lock) {
            return filtered;
        }
    }

    /** Returns the assessments by level so far, and error messages under {@link Level#ERROR}. */
    Map<Level, Long> levels() {
        synchronized (lock) {
            return new EnumMap<>(levels);
        }
    }
}
