package io.thor4j.thunderstorm.server.queue;

import io.thor4j.thunderstorm.server.queue.Committer.Sort;
import io.thor4j.thunderstorm.server.queue.StoredResult.State;
import io.thor4j.thunderstorm.server.result.ScanAnswer;
import io.thor4j.thunderstorm.server.upload.Sample;
import io.thor4j.thunderstorm.server.upload.SpaceLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples with receipts: each is on the disk before its number is given out, and stays there until its result is on the disk. The bytes of a
 * small one are in the database, so one wait for the disk serves many receipts; those of others are in a file each.
 * So a kill at any moment loses nothing, and what is scanned a second time because of it still has one result. Threads share it.
 *
 * <p>Nodes that share a database answer for all receipts. A sample's bytes stay with the node that took it. When that node is not heard of any
 * more, another one scans the sample if it reaches the bytes (nodes share the folder); if none does, the receipt waits for the node's return
 * until {@link QueueSettings#lost}, and then ends as failed: lost is told, never guessed to be clean.
 */
public final class SampleQueue implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SampleQueue.class);

    /** Results on their way to the disk: who scans faster than the disk writes has to wait. */
    private static final int UNSTORED = 1_024;

    private static final long CLOSING_SECONDS = 60;

    private final QueueSettings settings;
    private final NodeFolder folder;
    private final Database database;
    private final Committer committer;
    private final SpaceLimits space;
    private final WaitingLine line;
    private final OtherNodes nodes;
    private final NodeJournal journal;
    private final Semaphore unstored = new Semaphore(UNSTORED);
    private final Runnable arrived;

    /** Removes files; some file systems take their time, and receipts shall not wait for it. */
    private final ExecutorService remover = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "thor-thunderstorm-remove");
        thread.setDaemon(true);
        return thread;
    });

    private long sinceTrim;

    private SampleQueue(
            QueueSettings settings, NodeFolder folder, Database database, SpaceLimits space, Runnable arrived) {
        this.settings = settings;
        this.folder = folder;
        this.database = database;
        this.space = space;
        this.arrived = arrived;
        this.committer = new Committer(database, folder.samples());
        this.line = new WaitingLine(database, settings.node());
        this.journal = new NodeJournal(database, committer, settings.node());
        this.nodes = new OtherNodes(settings, folder, database, committer, line, space, arrived);
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
        Committer.join(committer.write(
                (connection, attempt) -> {
                    SampleTable.create(connection);
                    NodeJournal.create(connection);
                    return true;
                },
                Sort.NOTE));
        nodes.enter();
        journal.recover();
        Set<String> files = new HashSet<>();
        long count = 0;
        for (long after = 0; ; ) {
            long from = after;
            List<QueuedSample> page = database.read(
                    connection -> SampleTable.waiting(connection, settings.node(), from, WaitingLine.KNOWN));
            if (page.isEmpty()) {
                break;
            }
            for (QueuedSample sample : page) {
                files.add(sample.file());
                space.found(sample.size());
            }
            count += page.size();
            after = page.get(page.size() - 1).id();
        }
        folder.keepOnly(files);
        line.found(count);
        if (count > 0) {
            LOG.info("Found {} samples that wait since before", count);
        }
    }

    /** Returns what this node keeps beside samples. */
    public NodeJournal journal() {
        return journal;
    }

    /** Returns where the files of samples are put. */
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
        byte[] bytes = file == null ? sample.bytes() : null;
        /* Also of a sample that has no file: by this name its row is found again when nobody knows whether it was written. */
        String fileName = file == null ? UUID.randomUUID().toString() : String.valueOf(file.getFileName());
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
                                SampleTable.insert(connection, settings.node(), row);
                                if (bytes != null) {
                                    SampleTable.insertContent(connection, id, bytes);
                                }
                            }
                            return row;
                        },
                        bytes == null ? Sort.FILE_RECEIPT : Sort.RECEIPT)
                .whenComplete((row, failure) -> {
                    if (failure == null) {
                        line.arrive(row);
                        arrived.run();
                    } else {
                        sample.discard();
                    }
                })
                .thenApply(QueuedSample::id);
    }

    /** Returns how many samples wait on this node. */
    public long length() {
        return line.length();
    }

    /** Returns the next sample to scan, null when none waits. */
    public @Nullable QueuedSample take() {
        QueuedSample next = line.take();
        if (next != null && !database.isSqlite()) {
            /* Nobody waits for it: it only tells the other nodes. */
            committer
                    .write(
                            (connection, attempt) -> {
                                SampleTable.begun(connection, next.id(), settings.node());
                                return true;
                            },
                            Sort.NOTE)
                    .exceptionally(e -> false);
        }
        return next;
    }

    /**
     * Returns the bytes of a sample.
     *
     * @return null when they are in its {@link #file}
     * @throws QueueException when the database cannot be read
     */
    public byte @Nullable [] bytes(QueuedSample sample) {
        if (sample.size() > Sample.IN_MEMORY) {
            return null;
        }
        try {
            return database.read(connection -> SampleTable.content(connection, sample.id()))
                    .orElse(null);
        } catch (SQLException e) {
            throw new QueueException("the sample cannot be read", null, e);
        }
    }

    /** Returns the file of a sample whose bytes are not in the database. */
    public Path file(QueuedSample sample) {
        return folder.samples().resolve(sample.file());
    }

    /** Lets a sample wait again that could not be read now. */
    public void putBack(QueuedSample sample) {
        line.join(sample);
        arrived.run();
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
                        Sort.NOTE)
                .whenCompleteAsync(
                        (first, failure) -> {
                            unstored.release();
                            if (failure == null) {
                                line.done(sample.id());
                                remove(sample);
                            } else {
                                LOG.error(
                                        "The result of sample {} could not be stored, it is scanned again",
                                        sample.id(),
                                        failure);
                                putBack(sample);
                            }
                        },
                        remover);
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
            /* Asked first: a result that comes in between is then found in the database. */
            boolean here = line.isScanning(id);
            Optional<StoredResult> stored = database.read(connection -> SampleTable.find(connection, id));
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
        try {
            nodes.visit();
        } catch (SQLException e) {
            throw new QueueException("the nodes cannot be read", null, e);
        }
    }

    /** Writes what is to be written, and ends. Samples that wait stay. */
    @Override
    public void close() {
        committer.close();
        remover.shutdown();
        try {
            if (!remover.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The next start removes the files of some scanned samples");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            database.close();
            folder.close();
        } catch (SQLException | IOException e) {
            throw new QueueException("the queue could not be closed", null, e);
        }
    }
}
