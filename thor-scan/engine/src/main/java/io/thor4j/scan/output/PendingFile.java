package io.thor4j.scan.output;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A document that takes its name only when it is whole: until then it is a file with {@code .part} at its end beside it. So nobody reads
 * half a document, and what stood there before stays until there is something better. Used by one thread at a time.
 */
public final class PendingFile implements AutoCloseable {
    private final Path file;
    private final Path part;
    private final Writer out;

    /**
     * Begins a document.
     *
     * @param file where it will stand
     * @throws IOException when nothing can be written there
     */
    public PendingFile(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a folder");
        }
        this.file = file;
        this.part = file.resolveSibling(file.getFileName() + ".part");
        this.out = new BufferedWriter(Files.newBufferedWriter(part, StandardCharsets.UTF_8), 1 << 16);
    }

    /**
     * Writes a piece.
     *
     * @param text the piece
     * @throws UncheckedIOException when it cannot be written
     */
    public void write(String text) {
        try {
            out.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns where pieces can be written to, for writers of other formats; what they flush or close has no effect. */
    Writer writer() {
        return new Writer() {
            @Override
            public void write(char[] buffer, int from, int length) throws IOException {
                out.write(buffer, from, length);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    /**
     * Gives the document its name.
     *
     * @throws UncheckedIOException when it cannot be written to its end: the part stays
     */
    @Override
    public void close() {
        try {
            out.close();
            try {
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
