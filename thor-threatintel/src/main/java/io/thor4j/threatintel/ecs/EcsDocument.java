package io.thor4j.threatintel.ecs;

import io.thor4j.threatintel.json.JsonText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event as Elasticsearch takes it. Immutable.
 *
 * @param id the document's id: the same event always has the same
 * @param fields the fields, nested
 */
public record EcsDocument(String id, Map<String, @Nullable Object> fields) {
    /** Returns the document as one line, its id in {@code _id}. */
    public String toLine() {
        String line = JsonText.of(fields);
        return "{\"_id\":" + JsonText.of(id) + (line.equals("{}") ? "" : ",") + line.substring(1);
    }
}
