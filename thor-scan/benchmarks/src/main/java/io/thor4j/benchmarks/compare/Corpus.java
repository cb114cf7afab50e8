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

    /** Returns the first of so many parts; at least one file. */
    Corpus part(int divisor) {
        int count = Math.max(1, files.size() / divisor);
        return new Corpus(
                name + ", 1/" + divisor, files.subList(0, count), paths.isEmpty() ? paths : paths.subList(0, count));
    }

    /** Returns what messages call a file: its path, or its number. */
    String nameOf(int file) {
        return paths.isEmpty() ? "file " + file : paths.get(file).toString();
    }
}
