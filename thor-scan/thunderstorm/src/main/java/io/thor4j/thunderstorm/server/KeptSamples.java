package io.thor4j.thunderstorm.server;

import io.thor4j.thunderstorm.server.result.ScanAnswer;
import io.thor4j.thunderstorm.server.upload.SpaceLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps samples for good, each content once under its SHA-256: {@code ab/ab12...}. What clients called them and where they came from is in
 * {@code samples.ndjson} beside them, as data: no path of a client is ever a path here. Threads share it.
 */
final class KeptSamples {
    private static final Logger LOG = LoggerFactory.getLogger(KeptSamples.class);

    private final StoreSamples which;
    private final int fromScore;
    private final Path folder;
    private final SpaceLimits space;
    private final Clock clock;
    private final @Nullable HostTree tree;

    KeptSamples(ThunderstormBuilder settings, SpaceLimits space) throws IOException {
        Path asked = settings.uploadFolder;
        Path hosts = settings.hostTree;
        this.which = settings.storeSamples;
        this.fromScore = settings.storeScore;
        this.folder = asked == null ? settings.queueFolder.resolve("kept") : asked;
        this.space = space;
        this.clock = settings.clock;
        this.tree = hosts == null ? null : new HostTree(hosts);
        if (which != StoreSamples.NONE || fromScore < ThunderstormBuilder.NO_SCORE) {
            Files.createDirectories(folder);
        }
    }

    private boolean isKept(ScanAnswer answer) {
        return answer.score() >= fromScore
                || switch (which) {
                    case NONE -> false;
                    case MALICIOUS -> answer.isMalicious();
                    case ALL -> true;
                };
    }

    /** Opens a sample's bytes. */
    @FunctionalInterface
    interface Bytes {
        InputStream open() throws IOException;
    }

    /** Keeps a sample if it is one of those to keep. What fails is logged: the scan's result counts more. */
    void keep(long id, String name, String source, ScanAnswer answer, Bytes bytes) {
        if (!isKept(answer)) {
            return;
        }
        try {
            if (space.isFull()) {
                LOG.warn("Sample {} is not kept: the disk is full", id);
                return;
            }
            Path part = folder.resolve("." + UUID.randomUUID() + ".part");
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                long size;
                try (DigestInputStream in = new DigestInputStream(bytes.open(), digest)) {
                    size = Files.copy(in, part);
                }
                String hash = HexFormat.of().formatHex(digest.digest());
                Path target = folder.resolve(hash.substring(0, 2)).resolve(hash);
                if (!Files.exists(target)) {
                    Files.createDirectories(target.getParent());
                    move(part, target);
                }
                note(id, name, source, answer, hash, size);
                if (tree != null) {
                    tree.add(source, name, target);
                }
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            LOG.error("Sample {} could not be kept", id, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void move(Path part, Path target) throws IOException {
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private synchronized void note(long id, String name, String source, ScanAnswer answer, String hash, long size)
            throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", clock.instant());
        line.put("sha256", hash);
        line.put("size", size);
        line.put("id", id);
        line.put("name", name);
        line.put("source", source);
        line.put(
                "level", answer.highest() == null ? "" : answer.highest().text().toLowerCase(Locale.ROOT));
        Files.write(
                folder.resolve("samples.ndjson"),
                (JsonBody.of(line) + "\n").getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
