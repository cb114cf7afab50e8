package io.thor4j.threatintel.files;

import io.thor4j.threatintel.Indicator;
import org.jspecify.annotations.Nullable;

/** Reads the indicators of one file, one after the other. For one thread. */
interface EntryReader {
    /**
     * Returns the next indicator, null at the end.
     *
     * @throws io.thor4j.core.MalformedInputException when the file as a whole is not what its name says
     */
    @Nullable
    Indicator next();
}
