package io.thor4j.core;

import io.thor4j.core.ObjectField.Flag;
import io.thor4j.core.ObjectField.Kind;
import io.thor4j.core.ObjectField.TextMode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the table of object types; its grammar stands at the head of {@code object-types.txt}. */
final class ObjectTypeReader {
    private static final String RESOURCE = "object-types.txt";
    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("string", Kind.STRING),
            Map.entry("int", Kind.INT),
            Map.entry("uint", Kind.UINT),
            Map.entry("bool", Kind.BOOL),
            Map.entry("bool|null", Kind.NULLABLE_BOOL),
            Map.entry("time", Kind.TIME),
            Map.entry("duration", Kind.DURATION),
            Map.entry("data", Kind.DATA),
            Map.entry("strings", Kind.STRINGS),
            Map.entry("uints", Kind.UINTS),
            Map.entry("times", Kind.TIMES),
            Map.entry("map", Kind.MAP),
            Map.entry("uintmap", Kind.UINT_MAP),
            Map.entry("any", Kind.ANY));

    private final Map<String, ObjectType> types = new LinkedHashMap<>();
    private final List<ObjectField> fields = new ArrayList<>();
    private @Nullable String header;

    private ObjectTypeReader() {}

    /** Returns every type of the shipped table by name. */
    static Map<String, ObjectType> readAll() {
        try (InputStream in = Objects.requireNonNull(
                        ObjectType.class.getResourceAsStream(RESOURCE), RESOURCE + " is missing");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            ObjectTypeReader reader = new ObjectTypeReader();
            lines.lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(reader::line);
            reader.finishType();
            reader.checkReferences();
            return Collections.unmodifiableMap(reader.types);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void line(String line) {
        if (line.startsWith("object ") || line.startsWith("part ")) {
            finishType();
            header = line;
        } else {
            fields.add(field(line));
        }
    }

    private void finishType() {
        if (header != null) {
            boolean part = header.startsWith("part ");
            String name = header.substring(header.indexOf(' ') + 1);
            if (types.put(name, new ObjectType(name, part, fields)) != null) {
                throw new IllegalStateException("two types are named " + name);
            }
        }
        fields.clear();
    }

    private void checkReferences() {
        for (ObjectType type : types.values()) {
            for (ObjectField field : type.fields().values()) {
                for (String object : field.objects()) {
                    if (!types.containsKey(object)) {
                        throw new IllegalStateException(type.name() + "." + field.key() + " holds unknown " + object);
                    }
                }
            }
        }
    }

    private static ObjectField field(String line) {
        int keyEnd = line.indexOf(' ');
        String key = line.substring(0, keyEnd);
        boolean omitEmpty = key.endsWith("?");
        key = omitEmpty ? key.substring(0, key.length() - 1) : key;
        String rest = line.substring(keyEnd + 1);
        boolean nullable = rest.startsWith("*");
        int kindEnd = rest.indexOf('}') + 1;
        boolean object = kindEnd > 0;
        boolean list = object && rest.startsWith("[]", kindEnd);
        if (!object) {
            kindEnd = rest.indexOf(' ') < 0 ? rest.length() : rest.indexOf(' ');
        } else if (list) {
            kindEnd += 2;
        }
        String kindText = rest.substring(0, kindEnd);
        List<String> objects = object
                ? List.of(kindText.substring(kindText.indexOf('{') + 1, kindText.indexOf('}'))
                        .split("\\|"))
                : List.of();
        Kind kind = object ? Kind.OBJECT : KINDS.get(kindText);
        if (kind == null) {
            throw new IllegalStateException("unknown kind: " + line);
        }
        String[] marks = rest.substring(kindEnd).strip().split(" +");
        String text = marks[0].isEmpty() ? key.toUpperCase(Locale.ROOT) : marks[0];
        TextMode mode = text.equals("-") ? TextMode.HIDDEN : text.endsWith("+") ? TextMode.EXPAND : TextMode.VALUE;
        String textKey = mode == TextMode.EXPAND ? text.substring(0, text.length() - 1) : text;
        return new ObjectField(key, omitEmpty, kind, list, nullable, objects, textKey, mode, flags(marks));
    }

    private static Set<Flag> flags(String[] marks) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        for (int i = 1; i < marks.length; i++) {
            flags.add(Flag.valueOf(marks[i].toUpperCase(Locale.ROOT).replace('=', '_')));
        }
        return flags;
    }
}
