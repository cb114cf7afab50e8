package io.thor4j.benchmarks.compare;

import java.nio.file.Path;
import java.util.List;

/**
 * Files to scan, in memory. Immutable.
 *
 * @param name what the table calls it
 * @param files the contents
 * @param paths where the contents were read, empty for made ones
 */
record Corpus(String name, List<Range> files, List<Path> paths) {
    /** A part of an array; parts may share it. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Range(byte[] data, int from, int length) {}

    /** Returns the size of all files, bytes. */
    long bytes() {
        return files.stream().mapToLong(Range::length).sum();
    }

    /** Returns the size in the unit of the table. */
    double megabytes() {
        return bytes() / 1e6;
    }
}
