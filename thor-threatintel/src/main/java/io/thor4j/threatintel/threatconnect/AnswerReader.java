package io.thor4j.threatintel.threatconnect;

import io.thor4j.core.http.HttpTransport;
import io.thor4j.threatintel.RemoteException;
import io.thor4j.threatintel.json.JsonTree;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/** Reads the frame that all answers have: {@code data}, {@code next}, {@code status} (threat-intel-apis.md section 2.3). Stateless. */
final class AnswerReader {
    private AnswerReader() {}

    /**
     * An answer.
     *
     * @param data its objects
     * @param next what the server says comes next, null when nothing does
     */
    record Answer(
            List<Map<String, @Nullable Object>> data,
            @Nullable String next) {}

    static Answer read(JsonTree json, URI server, HttpTransport.Answer answer) {
        List<Map<String, @Nullable Object>> data = new ArrayList<>();
        String next = null;
        String status = null;
        String message = null;
        try (JsonParser parser = json.open(answer.body())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new StreamReadException(parser, "not a JSON object");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("data") && parser.currentToken() == JsonToken.START_ARRAY) {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        data.add(JsonTree.object(parser));
                    }
                    continue;
                }
                Object value = JsonTree.value(parser);
                switch (name) {
                    case "next" -> next = value instanceof String text && !text.isEmpty() ? text : null;
                    case "status" -> status = String.valueOf(value);
                    case "message" -> message = String.valueOf(value);
                    default -> {
                        // count and prev say nothing that the data does not.
                    }
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw new StreamReadException(parser, "the object does not end where the answer does");
            }
        }
        if (!"Success".equals(status)) {
            throw new RemoteException.BadAnswer(
                    server.getAuthority(),
                    "the server answers with status " + status + (message == null ? "" : ": " + message),
                    null,
                    null);
        }
        return new Answer(data, next);
    }
}
