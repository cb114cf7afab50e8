package io.thor4j.scan;

import io.thor4j.core.Assessment;
import io.thor4j.core.ElementSettings;
import io.thor4j.core.EventMeta;
import io.thor4j.core.Message;
import io.thor4j.core.Outcome;
import io.thor4j.core.Target;
import io.thor4j.scan.plugin.PluginGuard;
import io.thor4j.scan.signature.SignatureSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Scans one sample after another on the calling thread. What a scan would make anew each time (the matchers of the rules, the detectors, the
 * threads of plugins) is kept, until other signatures are set: then the next sample is scanned with those. No walk, no state file, no watch
 * over the machine's resources. For one thread.
 *
 * <p>Verdicts and messages also reach the scanner's sinks, one sample's after the other.
 */
public final class SampleScanner implements AutoCloseable {
    private final Supplier<ScanSettings> source;
    private final SampleOutput output;
    private @Nullable Ready ready;

    /* What samples are scanned with, and the signatures that it was made of. */
    private record Ready(
            ScanWorkers workers,
            ElementSettings elements,
            ScanMessages messages,
            @Nullable SignatureSet signatures) {}

    SampleScanner(Supplier<ScanSettings> source, SampleOutput output) {
        this.source = source;
        this.output = output;
    }

    /**
     * Scans a sample.
     *
     * @param sample bytes, a stream, or {@link Target#ofSample}
     * @param module the part that speaks in what is reported; null for the usual ones
     * @param scanId the id of this scan in what is reported
     * @param hostname the host in what is reported: where the sample comes from
     * @return what it brought; what fails is told in the outcome
     * @throws IllegalArgumentException when the target is a path to walk
     */
    public SampleReport scan(Target sample, @Nullable String module, String scanId, String hostname) {
        PluginGuard.refuseInsidePlugins("start a scan");
        if (sample instanceof Target.PathTarget) {
            throw new IllegalArgumentException("a path is no sample: " + sample.name());
        }
        Ready now = ready();
        Batch batch = new Batch();
        Outcome outcome = now.workers().scanners().get(0).scan(sample, now.elements(), batch);
        List<Emission> emissions = new ArrayList<>();
        List<Assessment> assessments = new ArrayList<>();
        List<Message> messages = new ArrayList<>();
        for (Emission emission : batch.emissions()) {
            if (emission instanceof Emission.Finding finding) {
                Assessment assessment = of(finding.assessment(), module, scanId, hostname);
                emissions.add(new Emission.Finding(assessment));
                if (output.isShown(assessment)) {
                    assessments.add(assessment);
                }
            } else if (emission instanceof Emission.Note note) {
                Message message = note.message();
                Message told =
                        new Message(of(message.meta(), module, scanId, hostname), message.text(), message.fields());
                emissions.add(new Emission.Note(told));
                messages.add(told);
            } else {
                emissions.add(emission);
            }
        }
        boolean whole = outcome.kind() != Outcome.Kind.INCOMPLETE
                && outcome.kind() != Outcome.Kind.FAILED
                && batch.membersWhole();
        if (!whole && messages.isEmpty()) {
            /* What a suspended plugin did not see is not said each time in a scan's log, but each sample has its own reader. */
            Outcome told = outcome.details().isEmpty() ? Outcome.incomplete(List.of("member")) : outcome;
            Message note = now.messages().notScanned(sample.name(), told);
            messages.add(new Message(of(note.meta(), module, scanId, hostname), note.text(), note.fields()));
        }
        output.emit(emissions);
        return new SampleReport(outcome, whole, assessments, messages);
    }

    private static Assessment of(Assessment made, @Nullable String module, String scanId, String hostname) {
        return new Assessment(
                of(made.meta(), module, scanId, hostname),
                made.message(),
                made.score(),
                made.subject(),
                made.reasons(),
                made.reasonCount(),
                made.context(),
                made.issues(),
                made.element());
    }

    private static EventMeta of(EventMeta meta, @Nullable String module, String scanId, String hostname) {
        return new EventMeta(
                meta.time(), meta.level(), module == null ? meta.module() : module, scanId, meta.eventId(), hostname);
    }

    private Ready ready() {
        ScanSettings settings = source.get();
        Ready made = ready;
        if (made != null && made.signatures() == settings.signatures()) {
            return made;
        }
        close();
        ScanMessages messages = new ScanMessages(settings.clock(), "", settings.hostname());
        Ready fresh = new Ready(
                output.workers(settings, messages),
                ElementSettings.of(settings.limits(), settings.files().types()),
                messages,
                settings.signatures());
        ready = fresh;
        return fresh;
    }

    /** Gives up the matchers and ends the threads of plugins. Further calls do nothing. */
    @Override
    public void close() {
        Ready made = ready;
        ready = null;
        if (made != null) {
            output.close(made.workers());
        }
    }
}
