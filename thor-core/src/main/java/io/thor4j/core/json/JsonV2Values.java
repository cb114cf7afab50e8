package io.thor4j.core.json;

import io.thor4j.core.ByteString;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.text.TextLogWriter;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings objects into the shape of version 2: files with its own keys, everything else with those of version 3. Stateless. */
final class JsonV2Values {
    /** Version 3 to version 2, for the keys of a file and of its PE header that are named otherwise. */
    private static final Map<String, String> FILE_KEYS =
            Map.of("extension", "ext", "magic_header", "type", "description", "desc");

    private static final TextLogWriter TEXT = TextLogWriter.of("", ZoneOffset.UTC, true);

    private JsonV2Values() {}

    static Map<String, @Nullable Object> object(ObservedObject object) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (!object.type().equals("file")) {
            object.values().forEach((key, value) -> map.put(key, value(value)));
            return map;
        }
        object.values().forEach((key, value) -> {
            switch (key) {
                case "hashes", "file_times", "pe_info" -> fields(map, value);
                case "first_bytes" -> map.put("firstbytes", TEXT.fields(object).get("FIRSTBYTES"));
                case "permissions" -> {
                    map.putAll(permissions(object));
                }
                default -> map.put(FILE_KEYS.getOrDefault(key, key), value(value));
            }
        });
        return map;
    }

    private static void fields(Map<String, @Nullable Object> map, @Nullable Object value) {
        if (value instanceof ObservedObject part) {
            part.values().forEach((key, entry) -> map.put(FILE_KEYS.getOrDefault(key, key), value(entry)));
        }
    }

    /* As text, like PERMISSIONS, OWNER and GROUP in the text log. */
    private static Map<String, @Nullable Object> permissions(ObservedObject file) {
        Map<String, String> shown = TEXT.fields(file);
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (String key : List.of("permissions", "owner", "group")) {
            String text = shown.get(key.toUpperCase(Locale.ROOT));
            if (text != null) {
                map.put(key, text);
            }
        }
        return map;
    }

    static @Nullable Object value(@Nullable Object value) {
        if (value instanceof ObservedObject object) {
            return object(object);
        } else if (value instanceof OffsetDateTime time) {
            return JsonValues.time(time);
        } else if (value instanceof Duration duration) {
            return duration(duration);
        } else if (value instanceof ByteString bytes) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            map.put("data", bytes.data());
            map.put("encoding", bytes.encoding());
            return map;
        } else if (value instanceof List<?> list) {
            return list.stream().map(JsonV2Values::value).toList();
        } else if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, entry) -> copy.put(String.valueOf(key), value(entry)));
            return copy;
        }
        return value;
    }

    /* A text of the form that Go's durations have: 1h2m3.5s. */
    private static String duration(Duration duration) {
        if (duration.isNegative()) {
            return "-" + duration(duration.negated());
        }
        String text = duration.toHours() > 0 ? duration.toHours() + "h" : "";
        text += duration.toMinutes() > 0 ? duration.toMinutesPart() + "m" : "";
        String nanos = duration.toNanosPart() == 0
                ? ""
                : "."
                        + String.format(Locale.ROOT, "%09d", duration.toNanosPart())
                                .replaceAll("0+$", "");
        return text + duration.toSecondsPart() + nanos + "s";
    }
}
