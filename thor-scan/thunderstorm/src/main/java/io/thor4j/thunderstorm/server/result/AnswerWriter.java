package io.thor4j.thunderstorm.server.result;

import io.thor4j.core.Assessment;
import io.thor4j.core.Level;
import io.thor4j.core.Message;
import io.thor4j.core.Outcome;
import io.thor4j.core.json.JsonLogWriter;
import io.thor4j.scan.SampleReport;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns what a scan brought into an answer. Threads may share it. */
public final class AnswerWriter {
    private final JsonLogWriter v3 = new JsonLogWriter();
    private final FlatFindings flat = new FlatFindings();

    /** Makes a writer. */
    public AnswerWriter() {}

    /**
     * Makes the answer. A sample that hit a limit gets an entry that says so: {@code []} means clean, and a limit is not clean.
     *
     * @param report what the scan brought
     * @param sampleId the id of its receipt, or the number of the request
     * @param fileName the name that the client sent
     */
    public ScanAnswer write(SampleReport report, long sampleId, String fileName) {
        Outcome outcome = report.outcome();
        if (outcome.kind() == Outcome.Kind.FAILED) {
            return ScanAnswer.failed(outcome.details().get(0));
        }
        List<Assessment> findings = report.assessments();
        List<Message> notes = report.whole() ? List.of() : report.messages();
        if (findings.isEmpty() && notes.isEmpty()) {
            return new ScanAnswer(null, ScanAnswer.NOTHING, ScanAnswer.NOTHING, null, 0);
        }
        Level highest =
                findings.stream().map(Assessment::level).max(Level::compareTo).orElse(null);
        return new ScanAnswer(
                null,
                flat.write(findings, notes, sampleId, fileName),
                Stream.concat(findings.stream().map(v3::toLine), notes.stream().map(v3::toLine))
                        .collect(Collectors.joining(",", "[", "]")),
                highest,
                findings.stream().mapToLong(Assessment::score).max().orElse(0));
    }
}
