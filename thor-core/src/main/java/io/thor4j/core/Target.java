package io.thor4j.core;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the caller asks to scan. Immutable. */
public sealed interface Target {
    /** Returns the name to show: a path of either style. */
    String name();

    /**
     * A file or directory.
     *
     * @param path where it is
     * @param displayName the name to show instead of the path (a mounted image's own path), or null
     */
    record PathTarget(Path path, @Nullable String displayName) implements Target {
        @Override
        public String name() {
            return displayName == null ? path.toString() : displayName;
        }
    }

    /**
     * A disk image or memory dump of any size, scanned window by window for its content alone (THOR's DeepDive).
     *
     * @param path where it is
     * @param displayName the name to show instead of the path, or null
     */
    record ImageTarget(Path path, @Nullable String displayName) implements Target {
        @Override
        public String name() {
            return displayName == null ? path.toString() : displayName;
        }
    }

    /**
     * Bytes in memory.
     *
     * @param name the name to show
     * @param content the bytes
     */
    record BytesTarget(String name, ByteString content) implements Target {}

    /**
     * A stream that is opened when the scan needs it.
     *
     * @param name the name to show
     * @param source opens it
     */
    record StreamTarget(String name, StreamSource source) implements Target {}

    /**
     * A single observed thing that is no file: a host name, a mutex, a log line, a registry value.
     *
     * @param subject what logs show of it, and what indicators are compared with
     * @param text what rules see of it
     */
    record ValueTarget(ObservedObject subject, String text) implements Target {
        @Override
        public String name() {
            return subject.type();
        }
    }

    /**
     * A file that was brought here from another host: only its content and the name count, and nothing that this machine's file system says
     * about the copy (times, owner, rights) is shown or seen by rules.
     *
     * @param path where the copy is: a regular file
     * @param name the name to show, such as its path on the other host
     */
    record SampleTarget(Path path, String name) implements Target {}

    /** Opens a stream. */
    @FunctionalInterface
    interface StreamSource {
        /**
         * Opens the stream; the scan closes it.
         *
         * @return the stream from its beginning
         * @throws IOException when it cannot be opened
         */
        InputStream open() throws IOException;
    }

    /**
     * Asks for a path.
     *
     * @param path a file or directory
     * @return the target
     */
    static Target of(Path path) {
        return new PathTarget(path, null);
    }

    /**
     * Asks for an image or a dump.
     *
     * @param path a regular file
     * @return the target
     */
    static Target ofImage(Path path) {
        return new ImageTarget(path, null);
    }

    /**
     * Asks for a copy of another host's file.
     *
     * @param path where the copy is: a regular file
     * @param name the name to show, such as its path on the other host
     * @return the target
     */
    static Target ofSample(Path path, String name) {
        return new SampleTarget(path, name);
    }

    /**
     * Asks for bytes.
     *
     * @param name the name to show, such as a path on another host
     * @param content the bytes, copied
     * @return the target
     */
    static Target of(String name, byte[] content) {
        return new BytesTarget(name, ByteString.of(content));
    }

    /**
     * Asks for a stream.
     *
     * @param name the name to show
     * @param source opens it; called at most once for each scan
     * @return the target
     */
    static Target of(String name, StreamSource source) {
        return new StreamTarget(name, source);
    }

    /**
     * Asks for a single value, such as {@code ObservedObject.builder("DNS cache entry").set("host", "www.example.org").build()}.
     *
     * @param subject what was observed
     * @param text what rules see of it, empty for nothing
     * @return the target
     */
    static Target of(ObservedObject subject, String text) {
        return new ValueTarget(subject, text);
    }
}
