package io.thor4j.thunderstorm.update;

import java.io.IOException;
import java.nio.file.Path;

/** Tells whether a set of signatures loads, before it is used. */
@FunctionalInterface
public interface LoadCheck {
    /**
     * Loads a set.
     *
     * @param folder its folder
     * @return what is in it, one line
     * @throws UpdateRefusedException when it does not load
     * @throws IOException when it cannot be read
     */
    String load(Path folder) throws IOException;
}
