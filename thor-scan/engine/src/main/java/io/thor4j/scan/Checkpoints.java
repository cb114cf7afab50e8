package io.thor4j.scan;

import io.thor4j.core.CoverageLedger;
import io.thor4j.core.Outcome;
import io.thor4j.core.walk.Place;
import io.thor4j.scan.resume.ScanState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Saves how far a scan came, as elements leave in the order of the walk. For one thread at a time.
 *
 * <p>A state is saved only between two elements: first the logs are made durable, then the state with their lengths. What came into the
 * logs after it belongs to elements that a resumed scan looks at again, so that scan cuts it off.
 */
final class Checkpoints {
    /** A second of work is lost at most, or this many elements: each save waits for the disk two or three times. */
    private static final int ELEMENTS = 1_000;

    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Resumption resumption;
    private final List<LogFile> logs;
    private final String scanId;
    private final Instant started;
    private final OrderedOutput output;
    private final LongSupplier nanoClock;
    private final CoverageLedger ledger = new CoverageLedger();
    private long elements;
    private int target;
    private List<URI> resumedPlace;
    private @Nullable Place place;
    private boolean unsaved;
    private int sinceSave;
    private long savedAt;
    private boolean frozen;
    private @Nullable IOException failure;

    Checkpoints(
            Resumption resumption,
            List<LogFile> logs,
            String scanId,
            Instant started,
            OrderedOutput output,
            LongSupplier nanoClock) {
        ScanState state = resumption.state();
        this.resumption = resumption;
        this.logs = List.copyOf(logs);
        this.scanId = scanId;
        this.started = state == null ? started : state.started();
        this.output = output;
        this.nanoClock = nanoClock;
        this.elements = state == null ? 0 : state.elements();
        this.target = state == null ? -1 : state.target();
        this.resumedPlace = state == null ? List.of() : state.place();
        if (state != null) {
            ledger.add(state.ledger());
        }
    }

    /**
     * Saves the first state, before anything is put out.
     *
     * @throws ResumeException when it cannot be saved
     */
    void begin() {
        save();
        if (failure != null) {
            throw new ResumeException(
                    "the state of the scan cannot be saved: " + failure.getMessage(), file(), null, failure);
        }
    }

    /**
     * Told before anything about an element is put out.
     *
     * @param whole false when it was not looked at, or not to its end, because the scan is stopped: nothing counts as done from here on
     */
    void before(boolean whole) {
        if (!whole && !frozen) {
            settle();
            frozen = true;
        }
    }

    /** Told when all about an element was put out. */
    void after(int ofTarget, @Nullable Place at, Batch batch, Outcome outcome) {
        if (frozen) {
            return;
        }
        ledger.seen();
        batch.enter(ledger, outcome);
        elements++;
        target = ofTarget;
        place = at;
        resumedPlace = List.of();
        unsaved = true;
        sinceSave++;
        if (sinceSave >= ELEMENTS || nanoClock.getAsLong() - savedAt >= NANOS) {
            save();
        }
    }

    /** Saves what was not saved yet. */
    void settle() {
        if (unsaved && !frozen) {
            save();
        }
    }

    /** Removes the state: nothing is left to go on with. */
    void completed() {
        try {
            resumption.file().delete();
            Journal journal = resumption.journal();
            if (journal != null) {
                journal.clear();
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    /** Returns the path of the state file. */
    String file() {
        return resumption.file().path().toString();
    }

    /** Returns why the last state could not be saved, null when it was. */
    @Nullable
    IOException failure() {
        return failure;
    }

    private void save() {
        sinceSave = 0;
        savedAt = nanoClock.getAsLong();
        try {
            Map<String, Long> lengths = new TreeMap<>();
            for (LogFile log : logs) {
                lengths.put(log.path().toString(), log.sync());
            }
            Place at = place;
            List<URI> uris = at == null
                    ? resumedPlace
                    : at.entries().stream().map(Path::toUri).toList();
            resumption
                    .file()
                    .save(new ScanState(
                            scanId,
                            started,
                            resumption.settings(),
                            elements,
                            target,
                            uris,
                            ledger.snapshot(),
                            output.levels(),
                            output.filtered(),
                            lengths));
            unsaved = false;
            failure = null;
        } catch (IOException e) {
            failure = e;
        }
    }
}
