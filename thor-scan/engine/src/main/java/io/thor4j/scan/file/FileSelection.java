package io.thor4j.scan.file;

import io.thor4j.core.Content;
import io.thor4j.core.Element;
import io.thor4j.core.FileMetadata;
import io.thor4j.core.FileMetadata.Kind;
import io.thor4j.core.FirstBytes;
import io.thor4j.core.Limit;
import io.thor4j.core.MagicTypes;
import io.thor4j.core.ThorLimits;
import io.thor4j.core.walk.PathGlob;
import io.thor4j.scan.mode.ContentSelection;
import io.thor4j.scan.mode.DeepDive;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides how a file is looked at: not at all, by name and head, whole, or in windows. Only files on this machine are left out; members of
 * containers and what the caller passed are always looked at whole. Immutable, may be shared by threads.
 */
public final class FileSelection {
    /** Reason of files that a lookback leaves out. */
    public static final String TOO_OLD = "older than the lookback";

    /** Reason of files that are not looked into. */
    public static final String NOT_RELEVANT = "type not relevant";

    private static final Set<String> EXTENSIONS = Set.copyOf(ListResource.words("relevant-extensions.txt"));
    private static final List<PathGlob> RISKY =
            ListResource.lines("risky-folders.txt").map(PathGlob::of).toList();

    /** Memory dumps (reference/thor-scanner.md sections 4.1 and 4.3): by magic, or by extension. */
    private static final Set<String> DUMP_TYPES = Set.of("MDMP", "DUMP", "LIME");

    private static final Set<String> DUMP_EXTENSIONS =
            Set.of(".dmp", ".mdmp", ".hdmp", ".dump", ".vmem", ".mem", ".lime");

    private final ContentSelection content;
    private final DeepDive deepDive;
    private final @Nullable Instant since;
    private final boolean riskyToo;

    private FileSelection(ContentSelection content, DeepDive deepDive, @Nullable Instant since, boolean riskyToo) {
        this.content = content;
        this.deepDive = deepDive;
        this.since = since;
        this.riskyToo = riskyToo;
    }

    /** How a file is looked at. */
    public enum Look {
        /** Not at all. */
        NONE,
        /** Its name, metadata and first bytes. */
        HEAD,
        /** All of it, or up to the size limit. */
        WHOLE,
        /** Window by window. */
        WINDOWS
    }

    /**
     * Makes a selection.
     *
     * @param content which files are looked into
     * @param deepDive which files above the size limit are scanned in windows
     * @param limits the limits, of which {@link Limit#LOOKBACK_DAYS} counts
     * @param riskyToo whether a lookback leaves files out of folders that attackers favour, too
     * @param began when the scan began
     */
    public static FileSelection of(
            ContentSelection content, DeepDive deepDive, ThorLimits limits, boolean riskyToo, Instant began) {
        long days = limits.get(Limit.LOOKBACK_DAYS);
        Instant since = days == 0 ? null : began.minus(Duration.ofDays(Math.min(days, 1_000_000)));
        return new FileSelection(content, deepDive, since, riskyToo);
    }

    /** Returns the extensions that are relevant whatever the type, in lower case with their dots. */
    public static Set<String> relevantExtensions() {
        return EXTENSIONS;
    }

    /**
     * Decides about an element; its metadata and perhaps its first bytes are read. What cannot be read is looked at whole, so that its
     * failure shows.
     *
     * @param element a target's element or a member
     */
    public Look look(Element element) {
        if (element.isImage()) {
            return Look.WINDOWS;
        }
        FileMetadata metadata = element.path() == null ? null : element.metadata();
        if (metadata == null || metadata.kind() != Kind.REGULAR) {
            return Look.WHOLE;
        } else if (isTooOld(metadata) && (riskyToo || !isRisky(element))) {
            return Look.NONE;
        } else if (metadata.size() > element.settings().contentLimit()) {
            return isDeepDive(element) ? Look.WINDOWS : Look.WHOLE;
        }
        return isRelevant(element, metadata) ? Look.WHOLE : Look.HEAD;
    }

    /* A time that is unknown says nothing; without any the file is looked at. */
    private boolean isTooOld(FileMetadata metadata) {
        Instant begin = since;
        if (begin == null) {
            return false;
        }
        List<Instant> times = Stream.of(metadata.modified(), metadata.changed(), metadata.created())
                .flatMap(Stream::ofNullable)
                .toList();
        return !times.isEmpty() && times.stream().allMatch(time -> time.isBefore(begin));
    }

    private static boolean isRisky(Element element) {
        String shown = element.name().text();
        return RISKY.stream().anyMatch(glob -> glob.matches(shown));
    }

    private boolean isDeepDive(Element element) {
        return switch (deepDive) {
            case NONE -> false;
            case ALL -> true;
            case DUMPS -> DUMP_EXTENSIONS.contains(element.extension()) || DUMP_TYPES.contains(element.magicType());
        };
    }

    private boolean isRelevant(Element element, FileMetadata metadata) {
        return content == ContentSelection.ALL
                || metadata.size() == 0
                || EXTENSIONS.contains(element.extension())
                || !element.magicType().equals(MagicTypes.UNKNOWN)
                || element.head(FirstBytes.COUNT).state() == Content.State.UNREADABLE;
    }
}
