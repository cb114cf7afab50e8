package io.thor4j.core.spi;

import io.thor4j.core.Budget;
import io.thor4j.core.FileMetadata;
import io.thor4j.core.ObservedObject;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Takes the children of one container from an extractor. Valid during the call only. */
public interface ChildSink {
    /**
     * Takes a member. The stream is read here, within the budget, and not closed.
     *
     * @param name the name inside, as the container has it
     * @param unpackLabel how it was unpacked, such as {@code ZIP}
     * @param data its bytes
     * @param metadata what the container says about it, null when nothing
     * @return false when the budget is used up: the extractor must stop
     */
    boolean member(String name, String unpackLabel, InputStream data, @Nullable FileMetadata metadata);

    /**
     * Takes a record.
     *
     * @param subject what logs show of it
     * @param text what rules see of it
     * @return false when the budget is used up: the extractor must stop
     */
    boolean record(ObservedObject subject, String text);

    /** Returns the budget of the container; an extractor that skips something for its sake calls {@link Budget#refuse}. */
    Budget budget();
}
