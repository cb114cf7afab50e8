package io.thor4j.core.text;

import io.thor4j.core.Assessment.ContextObject;
import io.thor4j.core.Assessment.Relation;
import io.thor4j.core.ByteString;
import io.thor4j.core.ObjectField;
import io.thor4j.core.ObjectField.Flag;
import io.thor4j.core.ObjectField.TextMode;
import io.thor4j.core.ObjectType;
import io.thor4j.core.ObservedObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects {@code KEY: value} pairs of one line by the rules of THOR's text formatter: prefixes, suffixes of list entries, double keys
 * (reference/thor-scanner.md section 5.6). For one thread.
 */
final class TextPairs {
    /* shown: the value is escaped already, as matched strings are. */
    private record Pair(String key, String value, boolean shown) {}

    private final TextValues values;
    private final List<Pair> pairs = new ArrayList<>();
    private final boolean inContext;

    TextPairs(TextValues values) {
        this(values, false);
    }

    private TextPairs(TextValues values, boolean inContext) {
        this.values = values;
        this.inContext = inContext;
    }

    void add(String key, String value) {
        pairs.add(new Pair(key, value, false));
    }

    /** Adds a value that holds nothing any more that a line must not hold. */
    void addShown(String key, String value) {
        pairs.add(new Pair(key, value, true));
    }

    void addUnlessEmpty(String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            add(key, value);
        }
    }

    /** Adds a field of a message: objects and maps are expanded without a prefix, anything else is one value. */
    void addFree(String key, @Nullable Object value) {
        if (value instanceof ObservedObject object) {
            addObject(object);
        } else if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((name, entry) -> addFree(String.valueOf(name), entry));
        } else if (value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof ObservedObject) {
            addEntries("", list);
        } else {
            pairs.add(new Pair(key.toUpperCase(Locale.ROOT), values.free(value), value instanceof ByteString));
        }
    }

    /** Adds the fields of an object. */
    void addObject(ObservedObject object) {
        ObjectType type = object.objectType();
        String whole = TextValues.whole(object);
        if (whole != null) {
            pairs.add(new Pair("", whole, object.type().equals("sparse data")));
        } else if (type == null) {
            object.values().forEach(this::addFree);
        } else {
            type.fields().values().forEach(field -> addField(field, object.get(field.key())));
        }
    }

    private void addField(ObjectField field, @Nullable Object value) {
        Set<Flag> flags = field.flags();
        boolean omitted = field.textMode() == TextMode.HIDDEN
                || (inContext && flags.contains(Flag.NOCONTEXT))
                || ((field.omitEmpty() || flags.contains(Flag.QUIET)) && TextValues.isEmpty(value))
                || (flags.contains(Flag.YES) && "yes".equals(value));
        if (omitted) {
            return;
        }
        if (field.textMode() == TextMode.EXPAND) {
            if (value instanceof List<?> list) {
                addEntries(field.textKey(), list);
            } else if (value instanceof ObservedObject object) {
                addPrefixed(field.textKey(), "", object);
            }
            return;
        }
        String text = values.field(field, value);
        if (text != null) {
            pairs.add(new Pair(field.textKey(), text, value instanceof ByteString));
        }
    }

    private void addEntries(String prefix, List<?> list) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof ObservedObject object) {
                addPrefixed(prefix, "_" + (i + 1), object);
            }
        }
    }

    private void addPrefixed(String prefix, String suffix, ObservedObject object) {
        TextPairs inner = new TextPairs(values, inContext);
        inner.addObject(object);
        inner.pairs.forEach(pair -> pairs.add(new Pair(join(prefix, pair.key()) + suffix, pair.value(), pair.shown())));
    }

    /** Adds related objects: {@code RELATION_KEY}, with a number when the relation is not unique; only the first relation counts. */
    void addContext(List<ContextObject> context) {
        Map<Relation, List<ContextObject>> groups = new LinkedHashMap<>();
        for (ContextObject entry : context) {
            if (!entry.relations().isEmpty()) {
                groups.computeIfAbsent(entry.relations().get(0), relation -> new ArrayList<>())
                        .add(entry);
            }
        }
        groups.forEach((relation, entries) -> {
            for (int i = 0; i < entries.size(); i++) {
                TextPairs inner = new TextPairs(values, true);
                inner.addObject(entries.get(i).object());
                String prefix = relation.name().toUpperCase(Locale.ROOT);
                String suffix = relation.unique() ? "" : "_" + (i + 1);
                inner.distinctPairs()
                        .forEach((key, pair) ->
                                pairs.add(new Pair(join(prefix, key) + suffix, pair.value(), pair.shown())));
            }
        });
    }

    /** Cuts values longer than so many characters, 0 for none; never inside a character or an escape. */
    void cut(int most) {
        if (most > 0) {
            pairs.replaceAll(pair -> pair.value().length() <= most ? pair : cut(pair, most));
        }
    }

    private static Pair cut(Pair pair, int most) {
        String value = pair.value();
        int end = most;
        if (pair.shown()) {
            int escape = value.lastIndexOf('\\', end - 1);
            end = escape >= end - LineEscaper.MAX_ESCAPE && escape >= 0 ? escape : end;
            while (end > 0 && value.charAt(end - 1) == '\\') {
                end--;
            }
        }
        if (end > 0 && Character.isHighSurrogate(value.charAt(end - 1))) {
            end--;
        }
        String rest = "... (" + (value.length() - end) + " more characters)";
        return new Pair(pair.key(), value.substring(0, end) + rest, pair.shown());
    }

    /** Joins a prefix and a key; an equal prefix or an empty part is left out. */
    static String join(String prefix, String key) {
        if (prefix.isEmpty() || prefix.equals(key)) {
            return key;
        }
        return key.isEmpty() ? prefix : prefix + "_" + key;
    }

    /* The second of two equal keys gets _2, the third _3: readers need each key once. */
    private Map<String, Pair> distinctPairs() {
        Map<String, Pair> distinct = new LinkedHashMap<>();
        Map<String, Integer> next = new HashMap<>();
        Set<String> taken = new HashSet<>();
        for (Pair pair : pairs) {
            String key = pair.key();
            String free = key;
            while (!taken.add(free)) {
                free = key + "_" + next.merge(key, 2, (last, first) -> last + 1);
            }
            distinct.put(free, pair);
        }
        return distinct;
    }

    Map<String, String> distinct() {
        Map<String, String> distinct = new LinkedHashMap<>();
        distinctPairs().forEach((key, pair) -> distinct.put(key, pair.value()));
        return distinct;
    }

    /** Returns the pairs as one line. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(256);
        distinctPairs()
                .forEach((key, pair) -> line.append(line.isEmpty() ? "" : " ")
                        .append(LineEscaper.escape(key))
                        .append(": ")
                        .append(pair.shown() ? pair.value() : LineEscaper.escape(pair.value())));
        return line.toString();
    }
}
