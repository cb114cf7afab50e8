package io.thor4j.threatintel.files;

import io.thor4j.core.MalformedInputException;
import io.thor4j.threatintel.Indicator;
import io.thor4j.threatintel.IntelLimits;
import io.thor4j.threatintel.json.JsonTree;
import io.thor4j.threatintel.stix.StixIndicators;
import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads a STIX 2.1 bundle (section 8), object by object. For one thread. */
final class StixBundle implements EntryReader {
    private final String file;
    private final JsonParser parser;
    private final StixIndicators indicators = new StixIndicators();
    private final EntryLog log;
    private final Queue<Indicator> ready = new ArrayDeque<>();
    private boolean inside;
    private boolean ended;

    StixBundle(String file, byte[] content, IntelLimits limits, EntryLog log) {
        this.file = file;
        this.log = log;
        this.parser = new JsonTree(limits).open(new ByteArrayInputStream(content));
    }

    @Override
    public @Nullable Indicator next() {
        try {
            while (ready.isEmpty() && !ended) {
                if (!inside) {
                    findObjects();
                } else if (parser.nextToken() == JsonToken.END_ARRAY) {
                    inside = false;
                } else {
                    Map<String, @Nullable Object> object = JsonTree.object(parser);
                    ready.addAll(indicators.read(file, object));
                }
            }
        } catch (JacksonException e) {
            throw new MalformedInputException(
                    "not a STIX bundle: " + e.getOriginalMessage(),
                    file,
                    "what it brought before stays until it is repaired or removed",
                    e);
        }
        return ready.poll();
    }

    private void findObjects() {
        if (parser.currentToken() == null && parser.nextToken() != JsonToken.START_OBJECT) {
            throw new MalformedInputException("not a STIX bundle: no JSON object", file, null, null);
        }
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("objects") && parser.currentToken() == JsonToken.START_ARRAY) {
                inside = true;
                return;
            }
            if (name.equals("type") && !"bundle".equals(JsonTree.value(parser))) {
                throw new MalformedInputException("not a STIX bundle: its type is another", file, null, null);
            } else if (!name.equals("type")) {
                JsonTree.value(parser);
            }
        }
        if (parser.nextToken() != null) {
            throw new MalformedInputException("not a STIX bundle: more after its end", file, null, null);
        }
        ended = true;
        log.leftOut(indicators.leftOut());
        log.add(indicators.problems());
    }
}
