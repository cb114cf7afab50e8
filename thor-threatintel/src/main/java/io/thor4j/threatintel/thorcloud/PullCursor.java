package io.thor4j.threatintel.thorcloud;

import io.thor4j.core.MalformedInputException;
import io.thor4j.threatintel.IntelLimits;
import io.thor4j.threatintel.json.JsonText;
import io.thor4j.threatintel.json.JsonTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * How far logs were pulled: the time that the next search begins with, and which scans of that time or later are done. What is not among
 * them is to do, whether it ran still or its download failed. Immutable.
 *
 * @param since in seconds since 1970
 * @param done scans that are done, with their times
 */
record PullCursor(long since, Map<String, Long> done) {
    PullCursor {
        done = Map.copyOf(done);
    }

    /** Reads a cursor, null when there is none. */
    static @Nullable PullCursor read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        try {
            Map<String, @Nullable Object> fields =
                    new JsonTree(IntelLimits.DEFAULT).object(Files.readString(file, StandardCharsets.UTF_8));
            Map<String, Long> done = new TreeMap<>();
            if (fields.get("since") instanceof Long since && fields.get("done") instanceof Map<?, ?> entries) {
                entries.forEach((id, time) -> done.put(String.valueOf(id), Long.valueOf(String.valueOf(time))));
                return new PullCursor(since, done);
            }
        } catch (JacksonException | NumberFormatException e) {
            throw damaged(file, e);
        }
        throw damaged(file, null);
    }

    private static MalformedInputException damaged(Path file, @Nullable Throwable cause) {
        return new MalformedInputException(
                "not a cursor of Thor Cloud",
                file.toString(),
                "remove it to begin with the initial interval again",
                cause);
    }

    /** Writes the cursor: after a crash the file holds the one from before or this one. */
    void write(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path draft = absolute.resolveSibling("." + absolute.getFileName() + ".tmp");
        byte[] text =
                JsonText.of(Map.of("since", since, "done", new TreeMap<>(done))).getBytes(StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        try {
            Files.move(draft, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(draft, absolute, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
