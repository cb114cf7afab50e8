package io.thor4j.scan;

import io.thor4j.core.Budget;
import io.thor4j.core.Content;
import io.thor4j.core.Element;
import io.thor4j.core.FileMetadata;
import io.thor4j.core.Outcome;
import io.thor4j.core.Reason;
import io.thor4j.scan.chunk.SeenMatches;
import io.thor4j.scan.chunk.WindowReader;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Scans a file that is too large to be read at once, window by window: THOR's DeepDive. Each window is judged like an element of its own,
 * with the time of an element; the file has one outcome. For one thread; the window's memory is kept for the next file.
 */
final class WindowScan {
    private final int size;
    private byte @Nullable [] window;
    private final LongSupplier nanoClock;
    private final BooleanSupplier stopped;

    WindowScan(int window, LongSupplier nanoClock, BooleanSupplier stopped) {
        this.size = window;
        this.nanoClock = nanoClock;
        this.stopped = stopped;
    }

    /** Judges windows. */
    interface Judge {
        /**
         * Lets detectors look at a window.
         *
         * @param chunk the window
         * @param budget what they spend and hit
         * @return what they found
         */
        ElementScanner.Findings detect(Element chunk, Budget budget);

        /**
         * Puts out the verdict on a window.
         *
         * @param chunk the window
         * @param findings what was found in it
         * @param fresh what of that is new
         * @return whether there is a verdict
         */
        boolean report(Element chunk, ElementScanner.Findings findings, List<Reason> fresh);
    }

    /**
     * Scans a file.
     *
     * @param file the file
     * @param target its budget
     * @param matched whether its name was found suspicious already
     * @param judge looks at each window
     * @return the file's outcome
     */
    Outcome scan(Element file, Budget target, boolean matched, Judge judge) {
        Path path = file.path();
        FileMetadata metadata = file.metadata();
        if (path == null || metadata == null || metadata.kind() != FileMetadata.Kind.REGULAR) {
            String detail = file.head(0).detail();
            return Outcome.failed(detail == null ? "not a regular file" : detail);
        }
        byte[] bytes = memory();
        Set<String> limits = new TreeSet<>();
        SeenMatches seen = new SeenMatches();
        boolean found = matched;
        Element chunk = file;
        String failure = null;
        try (WindowReader reader = WindowReader.open(path, bytes)) {
            while (reader.next()) {
                if (stopped.getAsBoolean()) {
                    limits.add(ElementScanner.STOPPED);
                    break;
                }
                chunk = Element.chunk(
                        file, reader.offset(), new Content(bytes, reader.length(), Content.State.COMPLETE, null));
                MemberBudget budget = MemberBudget.of(target, nanoClock.getAsLong(), nanoClock);
                ElementScanner.Findings findings = judge.detect(chunk, budget.own());
                List<Reason> fresh = seen.fresh(findings.reasons(), reader.offset(), reader.length(), reader.isLast());
                found |= judge.report(chunk, findings, fresh);
                budget.charge(target);
                limits.addAll(findings.limits());
                failure = failure == null ? findings.failure() : failure;
                chunk.release();
            }
            if (reader.hasShrunk()) {
                limits.add(ContentCheck.SHRUNK);
            }
        } catch (NoSuchFileException e) {
            failure = "file disappeared";
        } catch (AccessDeniedException | SecurityException e) {
            failure = "access denied";
        } catch (IOException e) {
            failure = "read error: " + e.getClass().getSimpleName();
        }
        List<Reason> rest = seen.rest();
        if (!rest.isEmpty()) {
            found |= judge.report(chunk, new ElementScanner.Findings(target), rest);
        }
        limits.addAll(target.limitsHit());
        return failure == null ? Outcome.scanned(found, limits) : Outcome.failed(failure);
    }

    /* Most scans meet no such file. */
    private byte[] memory() {
        byte[] bytes = window;
        if (bytes == null) {
            bytes = new byte[size];
            window = bytes;
        }
        return bytes;
    }
}
