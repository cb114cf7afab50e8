package io.thor4j.threatintel.ecs;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nested fields by their paths, such as {@code file.hash.md5}. For one thread. */
final class FieldTree {
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Map<String, @Nullable Object> root;

    FieldTree(Map<String, @Nullable Object> root) {
        this.root = root;
    }

    Map<String, @Nullable Object> root() {
        return root;
    }

    /** Returns a copy that can be changed without changing what it was made of. */
    static Map<String, @Nullable Object> copy(Map<?, ?> map) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((name, value) -> copy.put(String.valueOf(name), copyOf(value)));
        return copy;
    }

    private static @Nullable Object copyOf(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return copy(map);
        } else if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(entry -> copy.add(copyOf(entry)));
            return copy;
        }
        return value;
    }

    @Nullable
    Object get(String path) {
        Object at = root;
        for (String name : path.split("\\.", -1)) {
            at = at instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return at;
    }

    @Nullable
    String text(String path) {
        return get(path) instanceof String text && !text.isEmpty() ? text : null;
    }

    /** Sets a field; what is no object on the way to it is replaced. */
    @SuppressWarnings("unchecked") // all maps in here were made by copy or here
    void put(String path, @Nullable Object value) {
        if (value == null) {
            return;
        }
        String[] names = path.split("\\.", -1);
        Map<String, @Nullable Object> at = root;
        for (int i = 0; i < names.length - 1; i++) {
            Object next = at.get(names[i]);
            if (!(next instanceof Map)) {
                next = new LinkedHashMap<String, @Nullable Object>();
                at.put(names[i], next);
            }
            at = (Map<String, @Nullable Object>) next;
        }
        at.put(names[names.length - 1], value);
    }

    @Nullable
    Object remove(String path) {
        int dot = path.lastIndexOf('.');
        Object parent = dot < 0 ? root : get(path.substring(0, dot));
        return parent instanceof Map<?, ?> map ? map.remove(path.substring(dot + 1)) : null;
    }

    /** Moves a field that is there. */
    void move(String from, String to) {
        if (get(from) != null) {
            put(to, remove(from));
        }
    }

    /** Adds a value to a list, unless it is null, empty or there already. */
    void append(String path, @Nullable Object value) {
        if (value == null || value.equals("")) {
            return;
        }
        List<@Nullable Object> list = new ArrayList<>();
        Object before = get(path);
        if (before instanceof List<?> old) {
            list.addAll(old);
        } else if (before != null) {
            list.add(before);
        }
        if (value instanceof Collection<?> many) {
            many.forEach(entry -> add(list, entry));
        } else {
            add(list, value);
        }
        put(path, list);
    }

    private static void add(List<@Nullable Object> list, @Nullable Object value) {
        if (value != null && !list.contains(value)) {
            list.add(value);
        }
    }

    /** Removes null, empty texts, empty objects and empty lists, at any depth. Zero and false stay. */
    static void prune(Map<?, ?> map) {
        map.values().removeIf(FieldTree::isEmpty);
    }

    private static boolean isEmpty(@Nullable Object value) {
        if (value instanceof Map<?, ?> inner) {
            prune(inner);
            return inner.isEmpty();
        } else if (value instanceof List<?> list) {
            list.removeIf(FieldTree::isEmpty);
            return list.isEmpty();
        }
        return value == null || value.equals("");
    }

    /**
     * Reads a time as Elastic's date processor does for ISO 8601: without a zone it is UTC, a date alone is its midnight.
     *
     * @return with exactly three digits of a second, the others cut off; null when it is no time
     */
    static @Nullable String date(@Nullable Object value) {
        if (!(value instanceof String text)) {
            return null;
        }
        Instant time = instant(text.strip());
        return time == null ? null : MILLIS.format(time.truncatedTo(ChronoUnit.MILLIS));
    }

    private static @Nullable Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            try {
                return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException e2) {
                try {
                    return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
                } catch (DateTimeException e3) {
                    return null;
                }
            }
        }
    }
}
