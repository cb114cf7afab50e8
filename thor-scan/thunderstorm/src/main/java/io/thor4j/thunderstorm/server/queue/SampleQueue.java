package io.thor4j.thunderstorm.server.queue;

import io.thor4j.thunderstorm.server.queue.StoredResult.State;
import io.thor4j.thunderstorm.server.result.ScanAnswer;
import io.thor4j.thunderstorm.server.upload.Sample;
import io.thor4j.thunderstorm.server.upload.SpaceLimits;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples with receipts: each is on the disk, file and row, before its number is given out, and stays there until its result is on the disk.
 * So a kill at any moment loses nothing, and what is scanned a second time because of it still has one result. Threads share it.
 *
 * <p>Nodes that share a database answer for all receipts. A sample's bytes stay with the node that took it. When that node is not heard of any
 * more, another one scans the sample if it reaches the bytes (nodes share the folder); if none does, the receipt waits for the node's return
 * until {@link QueueSettings#lost}, and then ends as failed: lost is told, never guessed to be clean.
 */
public final class SampleQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SampleQueue.class);

    /** Waiting samples that are known in memory; those behind them are read when it is their turn. */
    private static final int KNOWN = 4_096;

    /** Results on their way to the disk: who scans faster than the disk writes has to wait. */
    private static final int UNSTORED = 1_024;

    private final QueueSettings settings;
    private final NodeFolder folder;
    private final Database database;
    private final Committer committer;
    private final SpaceLimits space;
    private final Deque<QueuedSample> known = new ArrayDeque<>();
    private final Set<Long> scanning = ConcurrentHashMap.newKeySet();
    private final Semaphore unstored = new Semaphore(UNSTORED);
    private final Runnable arrived;
    private long readUpTo;
    private boolean more;
    private long length;
    private long sinceTrim;

    private SampleQueue(
            QueueSettings settings, NodeFolder folder, Database database, SpaceLimits space, Runnable arrived) {
        this.settings = settings;
        this.folder = folder;
        this.database = database;
        this.space = space;
        this.arrived = arrived;
        this.committer = new Committer(database, folder.samples());
    }

    /**
     * Opens a queue and finds what waits in it.
     *
     * @param settings where it is
     * @param space counts the bytes that wait
     * @param arrived told when there is a sample to scan
     * @return the queue
     * @throws QueueException when it cannot be opened, or another process uses it
     */
    public static SampleQueue open(QueueSettings settings, SpaceLimits space, Runnable arrived) {
        try {
            NodeFolder folder = NodeFolder.open(settings.folder(), settings.node());
            String shared = settings.jdbcUrl();
            Database database =
                    new Database(shared == null ? "jdbc:sqlite:" + folder.root().resolve("queue.db") : shared);
            SampleQueue queue = new SampleQueue(settings, folder, database, space, arrived);
            queue.committer.start();
            try {
                queue.recover();
                return queue;
            } catch (SQLException | IOException | RuntimeException e) {
                queue.committer.close();
                folder.close();
                throw e;
            }
        } catch (SQLException | IOException e) {
            throw new QueueException(
                    "the queue in " + settings.folder() + " cannot be opened: " + e.getMessage(),
                    "check that the folder can be written and the database can be reached",
                    e);
        }
    }

    private void recover() throws SQLException, IOException {
        long now = settings.clock().millis();
        String node = settings.node();
        join(committer.write(
                (connection, attempt) -> {
                    SampleTable.create(connection);
                    return true;
                },
                false));
        Optional<SampleTable.Node> namesake = database.read(connection -> SampleTable.node(connection, node));
        if (namesake.isPresent()
                && !namesake.get().instance().equals(folder.instance())
                && now - namesake.get().seen() < settings.dead().toMillis()) {
            throw new QueueException(
                    "another node is called " + node + " in this database", "give this one another name", null);
        }
        join(heartbeat());
        Set<String> files = new HashSet<>();
        for (long after = 0; ; ) {
            long from = after;
            List<QueuedSample> page = database.read(connection -> SampleTable.waiting(connection, node, from, KNOWN));
            page.forEach(sample -> files.add(sample.file()));
            length += page.size();
            if (page.isEmpty()) {
                break;
            }
            after = page.get(page.size() - 1).id();
        }
        folder.keepOnly(files, space);
        more = length > 0;
        if (length > 0) {
            LOG.info("Found {} samples that wait since before", length);
        }
    }

    private CompletableFuture<Boolean> heartbeat() {
        SampleTable.Node self = new SampleTable.Node(
                settings.node(), folder.instance(), settings.clock().millis());
        return committer.write(
                (connection, attempt) -> {
                    SampleTable.seen(connection, self);
                    return true;
                },
                false);
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof QueueException known) {
                throw known;
            }
            throw e;
        }
    }

    /** Returns where durable samples are put. */
    public Path samples() {
        return folder.samples();
    }

    /** Returns where samples are put that get no receipt. */
    public Path incoming() {
        return folder.incoming();
    }

    /**
     * Takes a sample.
     *
     * @param sample durable, in {@link #samples}
     * @param source where it comes from
     * @return ends with the number of its receipt when all is on the disk; when it fails the sample is discarded
     */
    public CompletableFuture<Long> add(Sample sample, String source) {
        Path file = sample.file();
        if (file == null) {
            throw new IllegalArgumentException("a sample with a receipt has to be on the disk");
        }
        String fileName = String.valueOf(file.getFileName());
        long received = settings.clock().millis();
        return committer
                .write(
                        (connection, attempt) -> {
                            Optional<Long> before =
                                    attempt > 1 ? SampleTable.idOf(connection, fileName) : Optional.empty();
                            long id = before.isPresent() ? before.get() : SampleTable.takeIds(connection, 1);
                            QueuedSample row =
                                    new QueuedSample(id, fileName, sample.name(), source, received, sample.size());
                            if (before.isEmpty()) {
                                SampleTable.insert(connection, settings.node(), List.of(row));
                            }
                            return row;
                        },
                        true)
                .whenComplete((row, failure) -> {
                    if (failure == null) {
                        arrive(row);
                    } else {
                        sample.discard();
                    }
                })
                .thenApply(QueuedSample::id);
    }

    private void arrive(QueuedSample sample) {
        synchronized (known) {
            length++;
            if (sample.id() <= readUpTo) {
                LOG.debug("sample {} was read from the database already", sample.id());
            } else if (more || known.size() >= KNOWN) {
                more = true;
            } else {
                known.add(sample);
                readUpTo = sample.id();
            }
        }
        arrived.run();
    }

    /** Returns how many samples wait on this node. */
    public long length() {
        synchronized (known) {
            return Math.max(0, length);
        }
    }

    /** Returns the next sample to scan, null when none waits. */
    public @Nullable QueuedSample take() {
        synchronized (known) {
            if (known.isEmpty() && more) {
                readMore();
            }
            QueuedSample next = known.poll();
            if (next != null) {
                length--;
                scanning.add(next.id());
                if (!database.isSqlite()) {
                    /* Nobody waits for it: it only tells the other nodes. */
                    note(next);
                }
            }
            return next;
        }
    }

    private void note(QueuedSample sample) {
        committer
                .write(
                        (connection, attempt) -> {
                            SampleTable.begun(connection, sample.id(), settings.node());
                            return true;
                        },
                        false)
                .exceptionally(e -> false);
    }

    private void readMore() {
        try {
            long from = readUpTo;
            List<QueuedSample> page =
                    database.read(connection -> SampleTable.waiting(connection, settings.node(), from, KNOWN));
            for (QueuedSample sample : page) {
                readUpTo = Math.max(readUpTo, sample.id());
                if (!scanning.contains(sample.id())) {
                    known.add(sample);
                }
            }
            more = page.size() == KNOWN;
        } catch (SQLException e) {
            LOG.error("The queue cannot be read", e);
        }
    }

    /** Returns the file of a sample. */
    public Path file(QueuedSample sample) {
        return folder.samples().resolve(sample.file());
    }

    /**
     * Stores a sample's result, and then removes its bytes.
     *
     * @param sample what {@link #take} gave
     * @param answer what the scan brought
     * @return ends when it is on the disk: true when this is the sample's result, false when it had one
     */
    public CompletableFuture<Boolean> finish(QueuedSample sample, ScanAnswer answer) {
        State state = answer.failed() == null ? State.COMPLETE : State.FAILED;
        boolean empty = answer.flat().equals(ScanAnswer.NOTHING);
        unstored.acquireUninterruptibly();
        return committer
                .write(
                        (connection, attempt) -> {
                            boolean first = SampleTable.finish(
                                    connection,
                                    sample.id(),
                                    settings.node(),
                                    state,
                                    empty ? null : answer.flat(),
                                    empty ? null : answer.v3());
                            trim(connection);
                            return first;
                        },
                        false)
                .whenComplete((first, failure) -> {
                    unstored.release();
                    scanning.remove(sample.id());
                    if (failure == null) {
                        remove(sample);
                    } else {
                        LOG.error(
                                "The result of sample {} could not be stored, it is scanned again",
                                sample.id(),
                                failure);
                        synchronized (known) {
                            length++;
                            known.add(sample);
                        }
                        arrived.run();
                    }
                });
    }

    /* By the committer's thread. A hundredth above the bound is trimmed at once, so that not each result costs a count. */
    private void trim(Connection connection) throws SQLException {
        sinceTrim++;
        if (sinceTrim > settings.results() / 100) {
            sinceTrim = 0;
            SampleTable.trim(connection, settings.results());
        }
    }

    private void remove(QueuedSample sample) {
        try {
            Files.deleteIfExists(file(sample));
            space.give(sample.size());
        } catch (IOException e) {
            LOG.warn("A scanned sample could not be removed, the next start tries again: {}", file(sample), e);
        }
    }

    /**
     * Tells what is known of a receipt, whichever node gave it.
     *
     * @param id its number
     * @return empty when there is none, or its result is no longer kept
     * @throws QueueException when the database cannot be read
     */
    public Optional<StoredResult> find(long id) {
        try {
            Optional<StoredResult> stored = database.read(connection -> SampleTable.find(connection, id));
            boolean here = scanning.contains(id);
            return stored.map(result ->
                    here && result.state() == State.WAITING ? new StoredResult(State.SCANNING, null, null) : result);
        } catch (SQLException e) {
            throw new QueueException("the results cannot be read", null, e);
        }
    }

    /** Tells the other nodes that this one lives, and sees to the samples of those that do not. Called now and then. */
    public void keepHouse() {
        if (database.isSqlite()) {
            return;
        }
        join(heartbeat());
        long now = settings.clock().millis();
        try {
            for (SampleTable.Node node : database.read(SampleTable::nodes)) {
                if (!node.name().equals(settings.node())
                        && now - node.seen() > settings.dead().toMillis()) {
                    inherit(node, now - node.seen() > settings.lost().toMillis());
                }
            }
        } catch (SQLException e) {
            throw new QueueException("the nodes cannot be read", null, e);
        }
    }

    private void inherit(SampleTable.Node dead, boolean lost) throws SQLException {
        List<QueuedSample> samples =
                database.read(connection -> SampleTable.waiting(connection, dead.name(), 0, KNOWN));
        for (QueuedSample sample : samples) {
            Path theirs =
                    settings.folder().resolve(dead.name()).resolve("samples").resolve(sample.file());
            if (Files.exists(theirs)) {
                takeOver(sample, theirs, dead.name());
            } else if (lost) {
                LOG.warn("Sample {} is lost with node {}", sample.id(), dead.name());
                join(committer.write(
                        (connection, attempt) ->
                                SampleTable.finish(connection, sample.id(), dead.name(), State.FAILED, null, null),
                        false));
            }
        }
    }

    private void takeOver(QueuedSample sample, Path theirs, String node) {
        try {
            /* The bytes first, as a copy: whoever wins the row has them. */
            Path mine = file(sample);
            Files.copy(theirs, mine, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel copy = FileChannel.open(mine, StandardOpenOption.WRITE)) {
                copy.force(true);
            }
            boolean won = join(committer.write(
                    (connection, attempt) -> SampleTable.take(connection, sample.id(), node, settings.node()), true));
            if (won) {
                LOG.info("Took over sample {} of node {}", sample.id(), node);
                Files.deleteIfExists(theirs);
                space.found(sample.size());
                synchronized (known) {
                    length++;
                    known.add(sample);
                }
                arrived.run();
            } else {
                Files.deleteIfExists(mine);
            }
        } catch (IOException e) {
            LOG.warn("Sample {} of node {} cannot be taken over", sample.id(), node, e);
        }
    }

    /** Writes what is to be written, and ends. Samples that wait stay. */
    @Override
    public void close() {
        committer.close();
        try {
            database.close();
            folder.close();
        } catch (SQLException | IOException e) {
            throw new QueueException("the queue could not be closed", null, e);
        }
    }
}
