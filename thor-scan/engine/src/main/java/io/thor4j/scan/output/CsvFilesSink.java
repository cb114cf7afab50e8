package io.thor4j.scan.output;

import io.thor4j.core.Assessment;
import io.thor4j.core.Message;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.spi.OutputSink;
import io.thor4j.core.text.TextLogWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * Writes THOR's CSV of files: {@code md5,path,score} for each file that is reported, without a header (reference/thor-scanner.md section
 * 5.3). The file is there when the sink is closed. Used by one thread at a time.
 */
public final class CsvFilesSink implements OutputSink {
    private static final TextLogWriter TEXT = TextLogWriter.of("", ZoneOffset.UTC, true);

    private final PendingFile file;

    /**
     * Begins the file.
     *
     * @param file where it will stand
     * @throws IOException when nothing can be written there
     */
    public CsvFilesSink(Path file) throws IOException {
        this.file = new PendingFile(file);
    }

    @Override
    public void accept(Assessment assessment) {
        ObservedObject subject = assessment.subject();
        Map<String, String> fields = TEXT.fields(subject);
        String path = fields.get("FILE");
        /* Objects that other logs know, such as services, may name a file too; THOR's CSV has those of its file scan only. */
        if (path != null && (subject.type().equals("file") || subject.objectType() == null)) {
            file.write(CsvCells.row(List.of(fields.getOrDefault("MD5", ""), path, String.valueOf(assessment.score())))
                    + "\n");
        }
    }

    @Override
    public void accept(Message message) {}

    @Override
    public boolean isDocument() {
        return true;
    }

    @Override
    public void close() {
        file.close();
    }
}
