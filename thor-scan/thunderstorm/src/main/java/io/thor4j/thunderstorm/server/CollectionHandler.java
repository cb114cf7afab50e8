package io.thor4j.thunderstorm.server;

import io.thor4j.core.EventMeta;
import io.thor4j.core.Level;
import io.thor4j.core.Message;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Takes the markers with which collectors begin and end (thunderstorm.md section 6), and writes them to the log. They change nothing: an end
 * of a collection that nobody knows is answered as any other. Threads share it.
 */
final class CollectionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(CollectionHandler.class);

    private static final String MODULE = "HTTPServer";
    private static final int MAX_BYTES = 64 << 10;
    private static final int MAX_DEPTH = 20;

    private final JsonFactory factory = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();
    private final Service service;

    CollectionHandler(Service service) {
        this.service = service;
    }

    void take(Request request, Response response, Callback callback) {
        Content.Source.asByteArrayAsync(request, MAX_BYTES, new Promise.Invocable.NonBlocking<byte[]>() {
            @Override
            public void succeeded(byte[] body) {
                answer(response, callback, body);
            }

            @Override
            public void failed(Throwable failure) {
                LOG.debug("A marker could not be read", failure);
                Answers.error(response, callback, 400, "a marker is a JSON object of at most " + MAX_BYTES + " bytes");
            }
        });
    }

    private void answer(Response response, Callback callback, byte[] body) {
        Map<String, @Nullable Object> fields;
        try (JsonParser in = factory.createParser(ObjectReadContext.empty(), body)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                Answers.error(response, callback, 400, "the marker is not a JSON object");
                return;
            }
            fields = object(in);
        } catch (JacksonException e) {
            Answers.error(response, callback, 400, "the marker is not a JSON object");
            return;
        }
        String type = String.valueOf(fields.get("type"));
        switch (type) {
            case "begin" -> {
                String id = UUID.randomUUID().toString();
                fields.put("scan_id", id);
                say("Collection begins", fields);
                Answers.json(response, callback, JsonBody.of(Map.of("scan_id", id)), false);
            }
            case "end", "interrupted" -> {
                say(type.equals("end") ? "Collection ended" : "Collection was interrupted", fields);
                Answers.json(response, callback, JsonBody.of(Map.of("ok", true)), false);
            }
            default ->
                Answers.error(response, callback, 400, "the marker's type is none of begin, end and interrupted");
        }
    }

    private void say(String text, Map<String, @Nullable Object> fields) {
        Object source = fields.get("source");
        EventMeta meta = new EventMeta(
                OffsetDateTime.now(service.settings().clock()),
                Level.INFO,
                MODULE,
                "",
                null,
                source == null ? "" : source.toString());
        service.scanner().say(new Message(meta, text, fields));
    }

    private static Map<String, @Nullable Object> object(JsonParser in) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = in.currentName();
            in.nextToken();
            fields.put(name, value(in));
        }
        return fields;
    }

    private static @Nullable Object value(JsonParser in) {
        JsonToken token = in.currentToken();
        if (token == null) {
            return null;
        }
        return switch (token) {
            case START_OBJECT -> object(in);
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(in));
                }
                yield list;
            }
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> in.getString();
        };
    }
}
