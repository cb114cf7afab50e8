package io.thor4j.scan.file;

import io.thor4j.core.Element;
import io.thor4j.core.FileMetadata;
import io.thor4j.core.MatchedString;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.Origin;
import io.thor4j.core.Reason;
import io.thor4j.core.Signature;
import io.thor4j.core.SignatureKind;
import io.thor4j.core.spi.DetectionContext;
import io.thor4j.core.spi.Detector;
import io.thor4j.scan.filter.Timeframe;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Marks what was made or changed while attackers were active, THOR's {@code --highlight-timeframe} (reference/thor-scanner.md sections 3.4
 * and 8). Of files those of times count that are known without reading them; the time of the last access does not, since a look at a file,
 * by this scan too, changes it. For one thread.
 */
public final class TimeframeDetector implements Detector {
    /** The id under which it reports. */
    public static final String ID = "timeframe";

    private static final String FILE = "file";
    private static final String ACCESSED = "accessed";

    private final List<Timeframe> frames;
    private final int score;

    /**
     * Makes a detector.
     *
     * @param frames the times
     * @param score the sub-score of an element with a time in one of them
     */
    public TimeframeDetector(List<Timeframe> frames, int score) {
        this.frames = List.copyOf(frames);
        this.score = score;
    }

    @Override
    public void detect(Element element, DetectionContext context) {
        List<MatchedString> matches = new ArrayList<>();
        if (!element.type().equals(FILE)) {
            walk(element.subject(), "", matches);
        } else {
            FileMetadata metadata = element.metadata();
            ObservedObject times = metadata == null ? null : metadata.times();
            if (times != null) {
                walk(times, "/file_times", matches);
            }
        }
        if (!matches.isEmpty()) {
            Signature signature = Signature.builder(SignatureKind.INTERNAL_HEURISTIC, Origin.INTERNAL, score)
                    .build();
            context.report(new Reason("Time in the highlighted timeframe", signature, matches));
        }
    }

    private void walk(ObservedObject object, String pointer, List<MatchedString> matches) {
        for (Map.Entry<String, @Nullable Object> field : object.values().entrySet()) {
            if (!field.getKey().equals(ACCESSED)) {
                value(field.getValue(), pointer + ObservedObject.pointer(field.getKey()), matches);
            }
        }
    }

    private void value(@Nullable Object value, String pointer, List<MatchedString> matches) {
        if (value instanceof OffsetDateTime time) {
            Instant instant = time.toInstant();
            if (frames.stream().anyMatch(frame -> frame.contains(instant))) {
                matches.add(MatchedString.inField(time.toString(), 0, pointer));
            }
        } else if (value instanceof ObservedObject nested) {
            walk(nested, pointer, matches);
        } else if (value instanceof Collection<?> list) {
            int index = 0;
            for (Object entry : list) {
                value(entry, pointer + "/" + index++, matches);
            }
        }
    }
}
