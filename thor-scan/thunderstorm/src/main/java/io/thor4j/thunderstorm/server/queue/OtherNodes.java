package io.thor4j.thunderstorm.server.queue;

import io.thor4j.thunderstorm.server.queue.Committer.Sort;
import io.thor4j.thunderstorm.server.queue.StoredResult.State;
import io.thor4j.thunderstorm.server.upload.SpaceLimits;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the nodes of a shared database that this one lives, and takes over what those have left that do not. Used by one thread at a time. */
final class OtherNodes {
    private static final Logger LOG = LoggerFactory.getLogger(OtherNodes.class);

    private final QueueSettings settings;
    private final NodeFolder folder;
    private final Database database;
    private final Committer committer;
    private final WaitingLine line;
    private final SpaceLimits space;
    private final Runnable arrived;

    OtherNodes(
            QueueSettings settings,
            NodeFolder folder,
            Database database,
            Committer committer,
            WaitingLine line,
            SpaceLimits space,
            Runnable arrived) {
        this.settings = settings;
        this.folder = folder;
        this.database = database;
        this.committer = committer;
        this.line = line;
        this.space = space;
        this.arrived = arrived;
    }

    /**
     * Enters this node.
     *
     * @throws QueueException when another one that lives has its name
     */
    void enter() throws SQLException {
        Optional<SampleTable.Node> namesake =
                database.read(connection -> SampleTable.node(connection, settings.node()));
        if (namesake.isPresent()
                && !namesake.get().instance().equals(folder.instance())
                && settings.clock().millis() - namesake.get().seen()
                        < settings.dead().toMillis()) {
            throw new QueueException(
                    "another node is called " + settings.node() + " in this database",
                    "give this one another name",
                    null);
        }
        beat();
    }

    private void beat() {
        SampleTable.Node self = new SampleTable.Node(
                settings.node(), folder.instance(), settings.clock().millis());
        Committer.join(committer.write(
                (connection, attempt) -> {
                    SampleTable.seen(connection, self);
                    return true;
                },
                Sort.NOTE));
    }

    /** Tells that this node lives, and sees to the samples of those that do not. */
    void visit() throws SQLException {
        beat();
        long now = settings.clock().millis();
        for (SampleTable.Node node : database.read(SampleTable::nodes)) {
            if (!node.name().equals(settings.node())
                    && now - node.seen() > settings.dead().toMillis()) {
                inherit(node, now - node.seen() > settings.lost().toMillis());
            }
        }
    }

    private void inherit(SampleTable.Node dead, boolean lost) throws SQLException {
        List<QueuedSample> samples =
                database.read(connection -> SampleTable.waiting(connection, dead.name(), 0, WaitingLine.KNOWN));
        for (QueuedSample sample : samples) {
            Path theirs =
                    settings.folder().resolve(dead.name()).resolve("samples").resolve(sample.file());
            if (Files.exists(theirs)) {
                takeOver(sample, theirs, dead.name());
            } else if (database.read(connection -> SampleTable.hasContent(connection, sample.id()))) {
                if (take(sample, dead.name(), Sort.NOTE)) {
                    join(sample, dead.name());
                }
            } else if (lost) {
                LOG.warn("Sample {} is lost with node {}", sample.id(), dead.name());
                Committer.join(committer.write(
                        (connection, attempt) ->
                                SampleTable.finish(connection, sample.id(), dead.name(), State.FAILED, null, null),
                        Sort.NOTE));
            }
        }
    }

    private void takeOver(QueuedSample sample, Path theirs, String node) {
        try {
            /* The bytes first, as a copy: whoever wins the row has them. */
            Path mine = folder.samples().resolve(sample.file());
            Files.copy(theirs, mine, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel copy = FileChannel.open(mine, StandardOpenOption.WRITE)) {
                copy.force(true);
            }
            if (take(sample, node, Sort.FILE_RECEIPT)) {
                Files.deleteIfExists(theirs);
                join(sample, node);
            } else {
                Files.deleteIfExists(mine);
            }
        } catch (IOException e) {
            LOG.warn("Sample {} of node {} cannot be taken over", sample.id(), node, e);
        }
    }

    private boolean take(QueuedSample sample, String node, Sort sort) {
        return Committer.join(committer.write(
                (connection, attempt) -> SampleTable.take(connection, sample.id(), node, settings.node()), sort));
    }

    private void join(QueuedSample sample, String node) {
        LOG.info("Took over sample {} of node {}", sample.id(), node);
        space.found(sample.size());
        line.join(sample);
        arrived.run();
    }
}
