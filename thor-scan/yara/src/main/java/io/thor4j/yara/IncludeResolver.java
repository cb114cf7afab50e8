package io.thor4j.yara;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds the text behind {@code include "path"}. */
@FunctionalInterface
public interface IncludeResolver {
    /**
     * Returns an included source.
     *
     * @param path as it stands in the rule
     * @param includedFrom name of the source that includes it
     * @return its bytes, null when there is no such source
     * @throws IOException when it cannot be read
     */
    byte @Nullable [] resolve(String path, String includedFrom) throws IOException;
}
