package io.thor4j.threatintel.ecs;

import io.thor4j.core.Assessment;
import io.thor4j.core.Message;
import io.thor4j.core.json.JsonLogTree;
import io.thor4j.core.json.JsonV2Writer;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Shows a scan's events as documents of the Elastic Common Schema, one a line, by the mapping that pulled logs go through
 * ({@link ThorLogMapping}). {@link EcsSink} writes them; for outputs that take lines from elsewhere. May be shared by threads.
 */
public final class EcsLines {
    private final ThorLogMapping mapping;
    private final @Nullable String campaign;
    private final JsonV2Writer writer = new JsonV2Writer();
    private final AtomicLong number = new AtomicLong();

    /**
     * Makes the lines of one scan.
     *
     * @param options whose result is wanted
     * @param campaign the campaign of the scan, or null
     */
    public EcsLines(EcsOptions options, @Nullable String campaign) {
        this.mapping = new ThorLogMapping(options);
        this.campaign = campaign;
    }

    /**
     * Shows an assessment.
     *
     * @param assessment the event
     * @return the document, without a line break
     */
    public String line(Assessment assessment) {
        return line(writer.toLine(assessment));
    }

    /**
     * Shows a message.
     *
     * @param message the event
     * @return the document, without a line break
     */
    public String line(Message message) {
        return line(writer.toLine(message));
    }

    private String line(String raw) {
        return mapping.map(raw, JsonLogTree.read(raw), number.incrementAndGet(), campaign)
                .toLine();
    }
}
