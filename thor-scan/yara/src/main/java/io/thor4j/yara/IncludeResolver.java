package io.thor4j.yara;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a rule source means by {@code include "path"}. Called by the threads that compile, by one at a time and for several sources in
 * any order; an implementation that is given to several compilers must bear several threads at once.
 */
@FunctionalInterface
public interface IncludeResolver {
    /**
     * Returns the included source, null when there is none or it cannot be read.
     *
     * @param path the path as the rule's author wrote it
     * @param includingSource name of the source with the include, null when it has none
     */
    @Nullable
    Included resolve(String path, @Nullable String includingSource);

    /** Returns a resolver that finds nothing, for rule text from strangers. */
    static IncludeResolver none() {
        return (path, includingSource) -> null;
    }

    /**
     * Returns a resolver that reads files: a relative path is tried from the directory of the including file when that is a file, then
     * from the working directory, as libyara does (lexer.l:251-285). It opens any file that the process may read.
     */
    static IncludeResolver files() {
        return (path, includingSource) -> {
            try {
                Path wanted = Path.of(path);
                Path parent = includingSource == null ? null : parentOfFile(includingSource);
                if (parent != null) {
                    Included beside = read(parent.resolve(wanted).normalize());
                    if (beside != null) {
                        return beside;
                    }
                }
                return read(wanted.normalize());
            } catch (InvalidPathException e) {
                return null;
            }
        };
    }

    private static @Nullable Path parentOfFile(String source) {
        try {
            Path file = Path.of(source);
            return Files.isRegularFile(file) ? file.getParent() : null;
        } catch (InvalidPathException e) {
            // A source may be called anything; only a real file has a directory.
            return null;
        }
    }

    private static @Nullable Included read(Path file) {
        try {
            return Files.isRegularFile(file) ? new Included(file.toString(), Files.readAllBytes(file)) : null;
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * An included source.
     *
     * @param name its name, for positions, for its own includes and for finding circles: the same source always has the same name
     * @param bytes its text; not to be changed
     */
    // Compared by nobody; a copy of every source would buy nothing.
    @SuppressWarnings("ArrayRecordComponent")
    record Included(String name, byte[] bytes) {}
}
