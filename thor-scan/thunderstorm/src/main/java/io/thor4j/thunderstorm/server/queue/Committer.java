package io.thor4j.thunderstorm.server.queue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the database from one thread: what many threads want at the same time becomes one transaction, so one wait for the disk serves
 * all of them. Threads share it.
 */
final class Committer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    private static final int BATCH = 256;
    private static final int ATTEMPTS = 6;

    /** Something to write. */
    interface Work<T> {
        /**
         * Writes it. May be called again when the transaction failed or nobody knows whether it did.
         *
         * @param attempt from 1
         */
        T write(Connection connection, int attempt) throws SQLException;
    }

    /** What a work is for. */
    enum Sort {
        /** A receipt for a file that is new in the folder: its name has to be on the disk, too. */
        FILE_RECEIPT,
        /** A receipt for a sample that is in the database. */
        RECEIPT,
        /** Something that no client waits for. */
        NOTE
    }

    private static final class Task<T> {
        private final Work<T> work;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private final Sort sort;
        private @Nullable T value;

        Task(Work<T> work, Sort sort) {
            this.work = work;
            this.sort = sort;
        }

        void write(Connection connection, int attempt) throws SQLException {
            value = work.write(connection, attempt);
        }

        void complete() {
            T result = value;
            if (result == null) {
                done.completeExceptionally(new IllegalStateException("nothing was written"));
            } else {
                done.complete(result);
            }
        }
    }

    private final Database database;
    private final Path folder;
    private final BlockingQueue<Task<?>> tasks = new LinkedBlockingQueue<>();
    private final Thread thread;
    private @Nullable Connection connection;
    private volatile boolean closed;

    Committer(Database database, Path folder) {
        this.database = database;
        this.folder = folder;
        this.thread = new Thread(this::run, "thor-thunderstorm-commit");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /**
     * Writes something.
     *
     * @param work what
     * @param sort what for
     * @return ends when it is on the disk
     */
    <T> CompletableFuture<T> write(Work<T> work, Sort sort) {
        Task<T> task = new Task<>(work, sort);
        if (closed) {
            task.done.completeExceptionally(closing());
        } else {
            tasks.add(task);
        }
        return task.done;
    }

    /** Waits for something that is being written. */
    static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof QueueException known) {
                throw known;
            }
            throw e;
        }
    }

    private static QueueException closing() {
        return new QueueException("the queue is being closed", null, null);
    }

    private void run() {
        List<Task<?>> batch = new ArrayList<>(BATCH);
        while (!closed || !tasks.isEmpty()) {
            try {
                Task<?> first = tasks.poll(200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    tasks.drainTo(batch, BATCH - 1);
                    commit(batch);
                    batch.clear();
                }
            } catch (InterruptedException e) {
                LOG.debug("the committer was interrupted", e);
            }
        }
        drop();
    }

    private void commit(List<Task<?>> batch) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                once(batch, attempt);
                /* Receipts first: their clients wait. */
                batch.stream().filter(task -> task.sort != Sort.NOTE).forEach(Task::complete);
                batch.stream().filter(task -> task.sort == Sort.NOTE).forEach(Task::complete);
                return;
            } catch (SQLException | IOException | RuntimeException e) {
                drop();
                if (attempt == ATTEMPTS || !(e instanceof SQLException sql) || !database.isPassing(sql)) {
                    LOG.error("The queue cannot be written", e);
                    QueueException failure = new QueueException("the queue cannot be written", null, e);
                    batch.forEach(task -> task.done.completeExceptionally(failure));
                    /* Whoever tries again at once would only keep the machine busy. */
                    TimeUnit.MILLISECONDS.sleep(100);
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(20L << attempt);
            }
        }
    }

    private void once(List<Task<?>> batch, int attempt) throws SQLException, IOException {
        if (batch.stream().anyMatch(task -> task.sort == Sort.FILE_RECEIPT)) {
            force(folder);
        }
        Connection open = connection;
        if (open == null) {
            open = database.open();
            open.setAutoCommit(false);
            connection = open;
        }
        for (Task<?> task : batch) {
            task.write(open, attempt);
        }
        open.commit();
    }

    /** Brings the names in a folder to the disk. Windows cannot open a folder; NTFS keeps its names by itself. */
    static void force(Path folder) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(folder, StandardOpenOption.READ);
        } catch (IOException e) {
            LOG.debug("this system cannot open a folder to bring its names to the disk", e);
            return;
        }
        try (channel) {
            channel.force(true);
        }
    }

    private void drop() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try (open) {
                open.rollback();
            } catch (SQLException e) {
                LOG.debug("a connection broke", e);
            }
        }
    }

    /** Writes what is there and ends. */
    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        tasks.forEach(task -> task.done.completeExceptionally(closing()));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
