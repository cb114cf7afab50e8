package io.thor4j.threatintel.feed;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings indicators page by page. Used by one thread at a time. */
public interface Feed {
    /** Returns its name, which tells its indicators from those of other feeds in a store. */
    String name();

    /** Tells whether every run brings everything, as a file does; what it does not bring is gone. */
    boolean snapshot();

    /**
     * Tells, of a feed that brings everything, whether anything is different from what its last run brought.
     *
     * @param cursor the place after the last page of that run
     * @return true, the default, to be read again
     */
    default boolean changedSince(String cursor) {
        return true;
    }

    /** Told that a run begins; what the two methods below say is of this run from here. */
    default void begin() {}

    /** Returns how many entries the run until now left out, because no scan can look for what they say. */
    default long leftOut() {
        return 0;
    }

    /** Returns what the run until now could not use, one line each; the rest it could. */
    default List<String> problems() {
        return List.of();
    }

    /**
     * Reads the next page.
     *
     * @param cursor the place after the page before, of this run or of the last; null for the begin of everything
     * @param full whether the run is to bring everything; a full run begins with null
     * @return the page
     * @throws io.thor4j.core.ThorException when it cannot be read; the same place can be asked for again
     */
    FeedPage next(@Nullable String cursor, boolean full);

    /**
     * Tells whether a place is inside a run: a run that goes on from it asks no more what was asked before it, so that only another run
     * brings what changed since.
     *
     * @param cursor a place of an incremental run
     */
    default boolean inside(String cursor) {
        return false;
    }
}
