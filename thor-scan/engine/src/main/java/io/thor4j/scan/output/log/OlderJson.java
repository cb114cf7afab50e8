package io.thor4j.scan.output.log;

import io.thor4j.core.EventMeta;
import io.thor4j.core.MalformedInputException;
import io.thor4j.core.json.JsonLogReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings JSON of versions 1 and 2 into the pairs of the text log by THOR's rules (reference/thor-scanner.md section 5.6). Stateless.
 */
final class OlderJson {
    private static final Set<String> OWN = Set.of("time", "level", "hostname", "log_version", "version");

    /** Parents whose name is no prefix. */
    private static final Set<String> PLAIN = Set.of("file", "process", "files", "signature");

    /** Parents whose path is their file. */
    private static final Set<String> FILES = Set.of("file", "process", "files", "app", "image", "archive");

    private static final Map<String, String> IN_FILE = Map.of("path", "FILE", "ext", "EXTENSION");

    private static final Map<String, String> IN_REASON =
            Map.of("name", "REASON", "score", "SUBSCORE", "falsepositives", "FALSEPOSITIVES");

    private OlderJson() {}

    static FlatEvents.Flat flatten(Map<String, @Nullable Object> event) {
        if (!(event.get("time") instanceof String time) || !(event.get("level") instanceof String level)) {
            throw new MalformedInputException("an event without time or level", null, null, null);
        }
        EventMeta meta = new EventMeta(
                JsonLogReader.time(time),
                JsonLogReader.level(level),
                "",
                "",
                null,
                Objects.requireNonNullElse(event.get("hostname"), "").toString());
        Map<String, String> fields = new LinkedHashMap<>();
        event.forEach((key, value) -> {
            if (!OWN.contains(key)) {
                value(fields, "", key, "", value);
            }
        });
        return new FlatEvents.Flat(meta, fields);
    }

    private static void value(
            Map<String, String> fields, String prefix, String key, String suffix, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            boolean reason = prefix.isEmpty() && key.equals("reasons");
            String inner = PLAIN.contains(key) || reason ? prefix : prefix + key.toUpperCase(Locale.ROOT) + "_";
            map.forEach((name, entry) -> member(fields, inner, key, String.valueOf(name), suffix, entry));
        } else if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Map<?, ?>) {
            for (int i = 0; i < list.size(); i++) {
                value(fields, prefix, key, suffix + "_" + (i + 1), list.get(i));
            }
        } else {
            put(fields, prefix + key.toUpperCase(Locale.ROOT) + suffix, scalar(value));
        }
    }

    private static void member(
            Map<String, String> fields,
            String prefix,
            String parent,
            String name,
            String suffix,
            @Nullable Object value) {
        String file = FILES.contains(parent) ? IN_FILE.get(name) : null;
        String reason = parent.equals("reasons") ? IN_REASON.get(name) : null;
        if (name.equals("matched") && value instanceof List<?> matches) {
            put(fields, prefix + "MATCHED" + suffix, matched(matches));
        } else if (file != null || reason != null) {
            put(fields, prefix + (file == null ? reason : file) + suffix, scalar(value));
        } else {
            value(fields, prefix, name, suffix, value);
        }
    }

    private static String matched(List<?> matches) {
        StringBuilder text = new StringBuilder();
        int number = 0;
        for (Object entry : matches) {
            number++;
            text.append(text.isEmpty() ? "" : " ");
            if (matches.size() > 1) {
                text.append("Str").append(number).append(": ");
            }
            if (entry instanceof Map<?, ?> match) {
                text.append('"').append(match.get("data")).append('"');
                text.append(match.get("context") == null ? "" : " in \"" + match.get("context") + "\"");
                text.append(match.get("offset") == null ? "" : " at " + match.get("offset"));
                text.append(match.get("field") == null ? "" : " in " + match.get("field"));
            } else {
                text.append(entry);
            }
        }
        return text.isEmpty() ? "(none)" : text.toString();
    }

    private static String scalar(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return String.join(", ", list.stream().map(OlderJson::scalar).toList());
        }
        return value == null ? "" : value.toString();
    }

    private static void put(Map<String, String> fields, String key, String value) {
        String free = key;
        for (int number = 2; fields.containsKey(free); number++) {
            free = key + "_" + number;
        }
        fields.put(free, value);
    }
}
