package io.thor4j.scan;

import io.thor4j.core.MagicTypes;
import io.thor4j.scan.file.FileSelection;
import io.thor4j.scan.file.PathMapping;
import io.thor4j.scan.filter.Timeframe;
import io.thor4j.scan.mode.ContentSelection;
import io.thor4j.scan.mode.DeepDive;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** How a scan looks at files: which it looks into, what it takes them for, and under which name it shows them. Immutable. */
public final class FileOptions {
    /** All files, no windows, the shipped table of types, no mapping. */
    public static final FileOptions DEFAULT = builder().build();

    /** Bytes of a window: THOR 11's 12 MB (reference/thor-scanner.md section 4.1). */
    static final int WINDOW = 12 << 20;

    private static final int MIN_WINDOW = 4 << 10;
    private static final int MAX_WINDOW = 1 << 30;

    private final ContentSelection content;
    private final DeepDive deepDive;
    private final int window;
    private final boolean lookbackEverywhere;
    private final MagicTypes types;
    private final List<PathMapping> mappings;
    private final List<Timeframe> highlights;
    private final int highlightScore;

    private FileOptions(Builder builder) {
        this.content = builder.content;
        this.deepDive = builder.deepDive;
        this.window = builder.window;
        this.lookbackEverywhere = builder.lookbackEverywhere;
        this.types = builder.types;
        this.mappings = List.copyOf(builder.mappings);
        this.highlights = List.copyOf(builder.highlights);
        this.highlightScore = builder.highlightScore;
    }

    /** Returns a builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder with these values. */
    public Builder toBuilder() {
        Builder builder = builder().content(content).deepDive(deepDive).window(window);
        builder.mappings.addAll(mappings);
        builder.highlights.addAll(highlights);
        builder.highlightScore(highlightScore);
        return builder.lookbackEverywhere(lookbackEverywhere).types(types);
    }

    /** Returns which files are looked into. */
    public ContentSelection content() {
        return content;
    }

    /** Returns the extensions of files that are relevant whatever their type, in lower case with their dots. */
    public static Set<String> relevantExtensions() {
        return FileSelection.relevantExtensions();
    }

    /** Returns which files above the size limit are scanned in windows; targets that are images always are. */
    public DeepDive deepDive() {
        return deepDive;
    }

    /** Returns the bytes of a window; each begins half a window after the one before. */
    public int window() {
        return window;
    }

    /** Tells whether a lookback applies in folders that attackers favour, too. */
    public boolean lookbackEverywhere() {
        return lookbackEverywhere;
    }

    /** Returns the table of types. */
    public MagicTypes types() {
        return types;
    }

    /** Returns the times in which attackers were active. */
    public List<Timeframe> highlights() {
        return highlights;
    }

    /** Returns the sub-score of what was made or changed in one of {@link #highlights}. */
    public int highlightScore() {
        return highlightScore;
    }

    /** Returns the name to show for a path: by the mapping with the longest current path that fits, else the path. */
    String shown(String path) {
        for (PathMapping mapping : mappings) {
            String shown = mapping.map(path);
            if (shown != null) {
                return shown;
            }
        }
        return path;
    }

    /** Returns all values but the types, for logs and for comparing scans. */
    @Override
    public String toString() {
        return "content=" + content + ", deep-dive=" + deepDive + ", window=" + window + ", lookback-everywhere="
                + lookbackEverywhere + ", mappings=" + mappings
                + (highlights.isEmpty() ? "" : ", highlights=" + highlights + " " + highlightScore);
    }

    /** Collects options. For one thread. */
    public static final class Builder {
        private final List<PathMapping> mappings = new ArrayList<>();
        private final List<Timeframe> highlights = new ArrayList<>();
        private int highlightScore = Timeframe.DEFAULT_SCORE;
        private ContentSelection content = ContentSelection.ALL;
        private DeepDive deepDive = DeepDive.NONE;
        private int window = WINDOW;
        private boolean lookbackEverywhere;
        private MagicTypes types = MagicTypes.standard();

        private Builder() {}

        /**
         * Sets which files are looked into.
         *
         * @param value all, or the relevant ones
         * @return this
         */
        public Builder content(ContentSelection value) {
            content = Objects.requireNonNull(value, "content");
            return this;
        }

        /**
         * Sets which files above the size limit are scanned in windows.
         *
         * @param value none, dumps or all
         * @return this
         */
        public Builder deepDive(DeepDive value) {
            deepDive = Objects.requireNonNull(value, "deepDive");
            return this;
        }

        /**
         * Sets the size of a window.
         *
         * @param bytes an even number from 4 KiB to 1 GiB; a match is found for certain when it is not longer than half of it
         * @return this
         * @throws IllegalArgumentException when it is another number
         */
        public Builder window(long bytes) {
            if (bytes < MIN_WINDOW || bytes > MAX_WINDOW || bytes % 2 != 0) {
                throw new IllegalArgumentException("a window has an even number of bytes from " + MIN_WINDOW + " to "
                        + MAX_WINDOW + ", not " + bytes);
            }
            window = (int) bytes;
            return this;
        }

        /**
         * Sets whether a lookback applies in folders that attackers favour, too.
         *
         * @param on whether it does
         * @return this
         */
        public Builder lookbackEverywhere(boolean on) {
            lookbackEverywhere = on;
            return this;
        }

        /**
         * Sets the table of types.
         *
         * @param value such as {@link MagicTypes#load}
         * @return this
         */
        public Builder types(MagicTypes value) {
            types = Objects.requireNonNull(value, "types");
            return this;
        }

        /**
         * Shows files below one path under another, such as {@code /mnt/image1:C}. Excludes still see the real path.
         *
         * @param mapping {@code CURRENT:ORIGINAL}
         * @return this
         * @throws IllegalArgumentException when it is not of this form
         */
        public Builder map(String mapping) {
            mappings.add(PathMapping.of(mapping));
            mappings.sort(Comparator.comparingInt(PathMapping::length).reversed());
            return this;
        }

        /**
         * Gives what was made or changed in a time a sub-score of its own: files, and all other elements by their times.
         *
         * @param frame a time in which attackers were active
         * @return this
         */
        public Builder highlight(Timeframe frame) {
            highlights.add(Objects.requireNonNull(frame, "frame"));
            return this;
        }

        /**
         * Sets that sub-score, {@link Timeframe#DEFAULT_SCORE} by default.
         *
         * @param score from 1 to 100
         * @return this
         * @throws IllegalArgumentException when it is another number
         */
        public Builder highlightScore(int score) {
            if (score < 1 || score > 100) {
                throw new IllegalArgumentException("a score is from 1 to 100, not " + score);
            }
            highlightScore = score;
            return this;
        }

        /** Returns the options. */
        public FileOptions build() {
            return new FileOptions(this);
        }
    }
}
