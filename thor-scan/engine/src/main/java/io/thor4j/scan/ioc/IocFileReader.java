package io.thor4j.scan.ioc;

import io.thor4j.core.ioc.IocSetBuilder;
import java.io.IOException;
import java.io.InputStream;

/** Reads files of indicators into a set. Stateless. */
public final class IocFileReader {
    private IocFileReader() {}

    /**
     * Reads a simple file: one indicator a line, as THOR and signature-base have them (thor-scanner.md sections 2.2 and 2.5). A line that
     * cannot be used is left out and said.
     *
     * @param in the file's bytes; not closed
     * @param type what its lines are
     * @param set takes the indicators, with the log's file as their source
     * @param log takes what is wrong with the file
     * @throws IOException when the stream fails
     */
    public static void readSimple(InputStream in, SimpleIocType type, IocSetBuilder set, DiagnosticLog log)
            throws IOException {
        new SimpleIocReader(type, set, log).read(in);
    }
}
