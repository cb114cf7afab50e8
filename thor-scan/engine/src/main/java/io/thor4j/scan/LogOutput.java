package io.thor4j.scan;

import java.io.FileOutputStream;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Writes lines and flushes each. For one thread at a time. */
final class LogOutput implements AutoCloseable {
    /** Where a line goes. */
    @FunctionalInterface
    private interface Target {
        void write(String text) throws IOException;
    }

    private final Target target;
    private final AutoCloseable closing;
    private final @Nullable LogFile file;
    private boolean broken;

    private LogOutput(Target target, AutoCloseable closing, @Nullable LogFile file) {
        this.target = target;
        this.closing = closing;
        this.file = file;
    }

    static LogOutput of(Appendable out) {
        return new LogOutput(
                text -> {
                    out.append(text);
                    if (out instanceof Flushable flushable) {
                        flushable.flush();
                    }
                },
                out instanceof AutoCloseable closeable ? closeable : () -> {},
                null);
    }

    static LogOutput of(OutputStream out) {
        return of(out, null);
    }

    private static LogOutput of(OutputStream out, @Nullable LogFile file) {
        return new LogOutput(
                text -> {
                    out.write(text.getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    /* A PrintStream keeps its errors to itself. */
                    if (out instanceof PrintStream print && print.checkError()) {
                        throw new IOException("the stream cannot be written");
                    }
                },
                out,
                file);
    }

    static LogOutput of(Path file, boolean append) throws IOException {
        /* Not Files.newOutputStream: an interrupt of the writing thread would close its channel, and the log would end there. */
        if (file.getFileSystem().equals(FileSystems.getDefault())) {
            FileOutputStream stream = new FileOutputStream(file.toFile(), append);
            return of(stream, Files.isRegularFile(file) ? new LogFile(file.toAbsolutePath(), stream) : null);
        }
        OpenOption mode = append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        return of(Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, mode));
    }

    /** Returns the file, null when it is none that could be cut or made durable. */
    @Nullable
    LogFile file() {
        return file;
    }

    void line(String line) {
        /* A full disk may have cut the last line: what comes after space was made must not be glued to the piece. */
        String text = (broken ? "\n" : "") + line + "\n";
        broken = true;
        try {
            target.write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        broken = false;
    }

    @Override
    public void close() {
        try {
            closing.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the output cannot be closed", e);
        }
    }
}
