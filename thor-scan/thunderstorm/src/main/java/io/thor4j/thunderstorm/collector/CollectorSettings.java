package io.thor4j.thunderstorm.collector;

import io.thor4j.core.walk.PathGlob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which files a {@link Collector} sends, and how fast. Immutable, may be shared by threads. */
public final class CollectorSettings {
    /** Default of {@link Builder#maxFileSize}: the Go collector's 100 MB. */
    public static final long MAX_FILE_SIZE = 100L << 20;

    private final List<Path> paths;
    private final FileSelection selection;
    private final List<PathGlob> excludes;
    private final boolean allFilesystems;
    private final int threads;
    private final boolean synchronous;
    private final int uploadsPerMinute;
    private final boolean dryRun;
    private final boolean markers;
    private final @Nullable Path state;
    private final String source;
    private final String collector;

    private CollectorSettings(Builder builder) {
        paths = List.copyOf(builder.paths);
        selection = new FileSelection(
                builder.maxAge, builder.maxFileSize, List.copyOf(builder.extensions), List.copyOf(builder.magics));
        excludes = builder.excludes.stream().map(PathGlob::of).toList();
        allFilesystems = builder.allFilesystems;
        threads = threads(builder.threads, Runtime.getRuntime().availableProcessors());
        synchronous = builder.synchronous;
        uploadsPerMinute = builder.uploadsPerMinute;
        dryRun = builder.dryRun;
        markers = builder.markers;
        state = builder.state;
        source = builder.source;
        collector = builder.collector;
    }

    /** Starts settings that send every file of up to 100 MB below the root, one after the other, without waiting for results. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns how many threads a number asks for: 0 is all cores, a negative one all but so many, at least one. */
    static int threads(int asked, int cores) {
        return asked > 0 ? asked : Math.max(1, cores + asked);
    }

    List<Path> paths() {
        return paths;
    }

    FileSelection selection() {
        return selection;
    }

    boolean excluded(String path) {
        return excludes.stream().anyMatch(exclude -> exclude.matches(path));
    }

    boolean allFilesystems() {
        return allFilesystems;
    }

    int threads() {
        return threads;
    }

    boolean synchronous() {
        return synchronous;
    }

    int uploadsPerMinute() {
        return uploadsPerMinute;
    }

    boolean dryRun() {
        return dryRun;
    }

    boolean markers() {
        return markers;
    }

    @Nullable
    Path state() {
        return state;
    }

    String source() {
        return source;
    }

    String collector() {
        return collector;
    }

    /** Collects settings. For one thread. */
    public static final class Builder {
        private List<Path> paths = List.of(root());
        private List<String> extensions = List.of();
        private List<MagicPrefix> magics = List.of();
        private List<String> excludes = List.of();
        private @Nullable Duration maxAge;
        private long maxFileSize = MAX_FILE_SIZE;
        private int threads = 1;
        private boolean synchronous;
        private int uploadsPerMinute;
        private boolean allFilesystems;
        private boolean dryRun;
        private boolean markers = true;
        private @Nullable Path state;
        private String source = "";
        private String collector = "thor";

        private Builder() {}

        private static Path root() {
            boolean windows =
                    System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
            return Path.of(windows ? "C:\\" : "/");
        }

        /**
         * Sets where to look; the root, or drive C, by default.
         *
         * @param value files and folders
         * @return this
         */
        public Builder paths(List<Path> value) {
            paths = List.copyOf(value);
            return this;
        }

        /**
         * Sends files whose names end so; case does not count. With neither extensions nor magics all files are sent.
         *
         * @param value endings such as {@code .exe}
         * @return this
         */
        public Builder extensions(List<String> value) {
            extensions = List.copyOf(value);
            return this;
        }

        /**
         * Sends files that begin so, whatever their names are.
         *
         * @param value first bytes in hex, such as {@code 4d5a}
         * @return this
         * @throws IllegalArgumentException when one is not hex or has more than 1024 bytes
         */
        public Builder magics(List<String> value) {
            magics = value.stream().map(MagicPrefix::parse).toList();
            return this;
        }

        /**
         * Leaves out paths, and folders with all below.
         *
         * @param value patterns with {@code *}, {@code ?} and {@code **}
         * @return this
         */
        public Builder excludes(List<String> value) {
            value.forEach(PathGlob::of);
            excludes = List.copyOf(value);
            return this;
        }

        /**
         * Leaves out files that were neither written, changed nor read for longer.
         *
         * @param value how long, null for files of any age
         * @return this
         */
        public Builder maxAge(@Nullable Duration value) {
            maxAge = value;
            return this;
        }

        /**
         * Leaves out larger files.
         *
         * @param bytes the largest size
         * @return this
         */
        public Builder maxFileSize(long bytes) {
            if (bytes < 0) {
                throw new IllegalArgumentException("bytes: " + bytes);
            }
            maxFileSize = bytes;
            return this;
        }

        /**
         * Sets how many files are sent at once.
         *
         * @param value how many; 0 for one a core, negative for that many fewer
         * @return this
         */
        public Builder threads(int value) {
            threads = value;
            return this;
        }

        /**
         * Waits for each file's result.
         *
         * @param value whether
         * @return this
         */
        public Builder synchronous(boolean value) {
            synchronous = value;
            return this;
        }

        /**
         * Bounds how many files are sent.
         *
         * @param value how many a minute, 0 for as fast as it goes
         * @return this
         */
        public Builder uploadsPerMinute(int value) {
            if (value < 0) {
                throw new IllegalArgumentException("uploads a minute: " + value);
            }
            uploadsPerMinute = value;
            return this;
        }

        /**
         * Enters network and pseudo file systems too.
         *
         * @param value whether
         * @return this
         */
        public Builder allFilesystems(boolean value) {
            allFilesystems = value;
            return this;
        }

        /**
         * Sends nothing and asks no server.
         *
         * @param value whether
         * @return this
         */
        public Builder dryRun(boolean value) {
            dryRun = value;
            return this;
        }

        /**
         * Tells the server when the collection begins and ends, if it knows collections.
         *
         * @param value whether; true by default
         * @return this
         */
        public Builder markers(boolean value) {
            markers = value;
            return this;
        }

        /**
         * Keeps a list of what was sent, so that a collection that was stopped or killed goes on where it was.
         *
         * @param value the file; removed when everything was sent. Null for none
         * @return this
         */
        public Builder state(@Nullable Path value) {
            state = value;
            return this;
        }

        /**
         * Names this machine in markers; samples carry the client's source.
         *
         * @param value any text
         * @return this
         */
        public Builder source(String value) {
            source = Objects.requireNonNull(value, "value");
            return this;
        }

        /**
         * Names the program in markers.
         *
         * @param value name and version, such as {@code thor/0.1.0}
         * @return this
         */
        public Builder collector(String value) {
            collector = Objects.requireNonNull(value, "value");
            return this;
        }

        /** Returns the settings. */
        public CollectorSettings build() {
            return new CollectorSettings(this);
        }
    }
}
