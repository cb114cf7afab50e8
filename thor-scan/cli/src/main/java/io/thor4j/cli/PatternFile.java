package io.thor4j.cli;

import io.thor4j.core.MalformedRuleException;
import io.thor4j.scan.filter.PatternList;
import java.io.IOException;
import java.nio.file.Path;

/** Reads the files of regexes that options name. Stateless. */
final class PatternFile {
    private PatternFile() {}

    /** How the file is read. */
    @FunctionalInterface
    interface Reader {
        PatternList read(Path file) throws IOException;
    }

    static PatternList read(Path file, Reader reader) {
        try {
            return reader.read(file);
        } catch (IOException e) {
            throw CommandFailure.usage("cannot read the patterns: " + file, e);
        } catch (MalformedRuleException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        }
    }
}
