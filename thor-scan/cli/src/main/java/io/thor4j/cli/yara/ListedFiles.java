package io.thor4j.cli.yara;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The files that a list names, one a line; a folder in it stands for its files. Used by one thread. */
final class ListedFiles implements Iterator<TargetFiles.Target> {
    private final BufferedReader lines;
    private final BiFunction<Path, String, Iterator<TargetFiles.Target>> folders;
    private Iterator<TargetFiles.Target> current = Collections.emptyIterator();

    ListedFiles(BufferedReader lines, BiFunction<Path, String, Iterator<TargetFiles.Target>> folders) {
        this.lines = lines;
        this.folders = folders;
    }

    @Override
    public boolean hasNext() {
        while (!current.hasNext()) {
            String line = readLine();
            if (line == null) {
                return false;
            }
            if (!line.isEmpty()) {
                current = files(line);
            }
        }
        return true;
    }

    @Override
    public TargetFiles.Target next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return current.next();
    }

    private Iterator<TargetFiles.Target> files(String line) {
        try {
            Path path = Path.of(line);
            return Files.isDirectory(path)
                    ? folders.apply(path, line)
                    : Collections.singleton(new TargetFiles.Target(path, line)).iterator();
        } catch (InvalidPathException e) {
            return Collections.emptyIterator();
        }
    }

    private @Nullable String readLine() {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
