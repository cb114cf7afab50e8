package io.thor4j.licensing.own;

import io.thor4j.core.MalformedInputException;
import io.thor4j.licensing.disk.AtomicFile;
import io.thor4j.licensing.json.JsonRecord;
import io.thor4j.licensing.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ClockMemory} in a small file with a keyed checksum. Who can delete the file can make it forget; then only the time of issue in
 * the licence itself is left to compare with. Threads may share it; several processes may use the same file.
 */
public final class FileClockMemory implements ClockMemory {
    private static final int MAX_BYTES = 4096;

    private final Path file;
    private final TrustAnchor anchor;

    /**
     * Makes the memory.
     *
     * @param file where it lies; its folder must exist
     * @param anchor whose key protects it from changes
     */
    public FileClockMemory(Path file, TrustAnchor anchor) {
        this.file = Objects.requireNonNull(file, "file");
        this.anchor = Objects.requireNonNull(anchor, "anchor");
    }

    @Override
    public synchronized @Nullable Instant latest() throws IOException {
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_BYTES);
        } catch (NoSuchFileException e) {
            return null;
        }
        JsonRecord fields = JsonRecord.read(content, file.toString());
        Instant latest = fields.time("latest");
        byte[] checksum = fields.bytes("checksum");
        fields.end();
        if (!MessageDigest.isEqual(checksum, checksum(latest))) {
            throw new MalformedInputException("it was altered", file.toString(), null, null);
        }
        return latest;
    }

    private byte[] checksum(Instant time) {
        return anchor.seal().checksum(time.toString().getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public synchronized void remember(Instant now) throws IOException {
        Instant seconds = now.truncatedTo(ChronoUnit.SECONDS);
        Instant known = latest();
        if (known != null && !seconds.isAfter(known)) {
            return;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("latest", seconds);
        fields.put("checksum", Ed25519.text(checksum(seconds)));
        AtomicFile.write(file, JsonText.write(fields));
    }
}
