package io.thor4j.cli.intel;

import io.thor4j.threatintel.ecs.ThorLogMapping;
import io.thor4j.threatintel.thorcloud.LogReceiver;
import io.thor4j.threatintel.thorcloud.ThorCloudScan;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds events to a file, one a line; what a complete scan brought is on the disk before the scan counts as done. Used by one thread. */
final class LogFile implements LogReceiver, AutoCloseable {
    private final Path file;
    private final @Nullable ThorLogMapping mapping;
    private final FileChannel channel;
    private final Writer out;

    /**
     * Opens the file.
     *
     * @param file the file
     * @param mapping how events are mapped, null for as they came
     */
    LogFile(Path file, @Nullable ThorLogMapping mapping) throws IOException {
        this.file = file;
        this.mapping = mapping;
        this.channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
        this.out =
                new BufferedWriter(new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8));
    }

    @Override
    public void event(ThorCloudScan scan, long number, String raw, Map<String, @Nullable Object> event)
            throws IOException {
        out.write(
                mapping == null
                        ? raw
                        : mapping.map(raw, event, number, scan.text("campaign_id"))
                                .toLine());
        out.write('\n');
    }

    @Override
    public void malformed(ThorCloudScan scan, long number, String raw, String why) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".malformed");
        java.nio.file.Files.writeString(
                beside,
                "# scan " + scan.id() + " line " + number + ": "
                        + why.lines().findFirst().orElse("") + "\n" + raw + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    @Override
    public void complete(ThorCloudScan scan) throws IOException {
        out.flush();
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
