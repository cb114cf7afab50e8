package io.thor4j.thunderstorm.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a server's samples wait and stay, and how much of them.
 *
 * @param <B> the builder
 */
abstract class StorageOptions<B> extends ListeningOptions<B> {
    Path queueFolder = Path.of("thunderstorm-queue");

    @Nullable
    String jdbcUrl;

    String nodeName = "local";
    Duration nodeDead = ThunderstormBuilder.NODE_DEAD;
    Duration nodeLost = ThunderstormBuilder.NODE_LOST;
    long results = ThunderstormBuilder.RESULTS;
    long maxUpload = ThunderstormBuilder.MAX_UPLOAD;
    long maxQueueBytes;
    long reserve = ThunderstormBuilder.RESERVE;
    long queueWarning;
    StoreSamples storeSamples = StoreSamples.NONE;
    int storeScore = ThunderstormBuilder.NO_SCORE;

    @Nullable
    Path uploadFolder;

    @Nullable
    Path hostTree;

    /**
     * Sets where samples wait, {@code thunderstorm-queue} in the working folder by default.
     *
     * @param folder the folder, made when it is not there; on a local disk, or on one that nodes share
     * @return this
     */
    public B queueFolder(Path folder) {
        queueFolder = Objects.requireNonNull(folder, "folder");
        return self();
    }

    /**
     * Shares receipts and results with other nodes: each answers for all.
     *
     * @param jdbcUrl {@code jdbc:postgresql://HOST/DATABASE?user=...&password=...}
     * @param name this node's name: letters, digits, dots, dashes and underscores
     * @return this
     * @throws IllegalArgumentException when it is another name or database
     */
    public B cluster(String jdbcUrl, String name) {
        if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("nodes share a PostgreSQL: jdbc:postgresql://HOST/DATABASE");
        }
        if (name.isEmpty()
                || name.startsWith(".")
                || !name.chars()
                        .allMatch(
                                c -> c < 0x80 && (Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_'))) {
            throw new IllegalArgumentException(
                    "a node's name has letters, digits, dots, dashes and underscores, not '" + name + "'");
        }
        this.jdbcUrl = jdbcUrl;
        this.nodeName = name;
        return self();
    }

    /**
     * Sets when a node that is not heard of is given up, {@link ThunderstormBuilder#NODE_DEAD} and {@link ThunderstormBuilder#NODE_LOST} by default.
     *
     * @param dead until others scan its samples, where they reach the bytes
     * @param lost until those that nobody reaches are told to have failed
     * @return this
     */
    public B nodeTimes(Duration dead, Duration lost) {
        nodeDead = Objects.requireNonNull(dead, "dead");
        nodeLost = Objects.requireNonNull(lost, "lost");
        return self();
    }

    /**
     * Sets how many results of {@code checkAsync} are kept, {@link ThunderstormBuilder#RESULTS} by default. The oldest go first.
     *
     * @param count 0 for none
     * @return this
     */
    public B results(long count) {
        results = atLeast("results", count, 0);
        return self();
    }

    /**
     * Sets the size of a sample at most, {@link ThunderstormBuilder#MAX_UPLOAD} by default; a larger one is answered 413.
     *
     * @param bytes from 1
     * @return this
     */
    public B maxUpload(long bytes) {
        maxUpload = atLeast("maxUpload", bytes, 1);
        return self();
    }

    /**
     * Sets how much of the disk samples may take; what is above it is answered 503 until there is room.
     *
     * @param bytes of all samples together, 0 for no bound
     * @param free that stay free, {@link ThunderstormBuilder#RESERVE} by default
     * @return this
     */
    public B disk(long bytes, long free) {
        maxQueueBytes = atLeast("bytes", bytes, 0);
        reserve = atLeast("free", free, 0);
        return self();
    }

    /**
     * Warns in the log when more samples wait.
     *
     * @param length 0 for no warning
     * @return this
     */
    public B queueWarning(long length) {
        queueWarning = atLeast("queueWarning", length, 0);
        return self();
    }

    /**
     * Keeps samples after their scan, by their SHA-256.
     *
     * @param which which of them, none by default
     * @param folder where
     * @return this
     */
    public B storeSamples(StoreSamples which, Path folder) {
        storeSamples = Objects.requireNonNull(which, "which");
        uploadFolder = Objects.requireNonNull(folder, "folder");
        return self();
    }

    /**
     * Keeps samples with a score, too, whatever {@link #storeSamples} says.
     *
     * @param score from which on, 0 for all; scores end at 100
     * @return this
     */
    public B storeSamplesFrom(int score) {
        storeScore = (int) atLeast("score", score, 0);
        return self();
    }

    /**
     * Shows the kept samples as a tree, too: a folder for each source, and in it the paths that clients gave. No path of a client is taken as
     * it is: dots, drive letters and whatever a file system might read otherwise are escaped ({@code %2E%2E}).
     *
     * @param folder where; best on the disk of the kept samples, whose bytes it shares then
     * @return this
     */
    public B hostTree(Path folder) {
        hostTree = Objects.requireNonNull(folder, "folder");
        return self();
    }
}
