package io.thor4j.threatintel.feed;

/** A feed that is ready to run. Used by one thread at a time. */
public interface FeedTask extends AutoCloseable {
    /**
     * Brings what there is now.
     *
     * @param run what is wanted of it, and who is told of its progress
     * @return what it brought
     * @throws io.thor4j.core.ThorException when it ended early; the next run goes on after what was kept until then
     */
    FeedResult run(FeedRun run);

    /** Lets go what it holds open. */
    @Override
    default void close() {}
}
