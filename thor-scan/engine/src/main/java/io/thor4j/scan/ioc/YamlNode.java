package io.thor4j.scan.ioc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part of a YAML document with its place: a text, a list or a map, told by which of the three is not null. */
final class YamlNode {
    private final int line;
    private final int column;
    private final @Nullable String text;
    private final @Nullable List<YamlNode> list;
    private final @Nullable Map<String, YamlNode> map;

    private YamlNode(
            int line,
            int column,
            @Nullable String text,
            @Nullable List<YamlNode> list,
            @Nullable Map<String, YamlNode> map) {
        this.line = line;
        this.column = column;
        this.text = text;
        this.list = list;
        this.map = map;
    }

    static YamlNode text(int line, int column, String text) {
        return new YamlNode(line, column, text, null, null);
    }

    static YamlNode list(int line, int column) {
        return new YamlNode(line, column, null, new ArrayList<>(), null);
    }

    static YamlNode map(int line, int column) {
        return new YamlNode(line, column, null, null, new LinkedHashMap<>());
    }

    void add(YamlNode entry) {
        if (list != null) {
            list.add(entry);
        }
    }

    void put(String key, YamlNode value) {
        if (map != null) {
            map.put(key, value);
        }
    }

    /** Returns the line, from 1. */
    int line() {
        return line;
    }

    /** Returns the column, from 1. */
    int column() {
        return column;
    }

    /** Returns the text, null when it is none. */
    @Nullable
    String text() {
        return text;
    }

    boolean isMap() {
        return map != null;
    }

    /** Returns the entries of a list; a single value counts as a list of one. */
    List<YamlNode> entries() {
        return list != null ? list : List.of(this);
    }

    /** Returns the entries of a map, none for anything else. */
    Map<String, YamlNode> fields() {
        return map == null ? Map.of() : map;
    }

    /** Returns a value of a map, null when there is none. */
    @Nullable
    YamlNode get(String key) {
        return map == null ? null : map.get(key);
    }

    /** Returns a text of a map, null when there is none or it is no text. */
    @Nullable
    String textAt(String key) {
        YamlNode node = get(key);
        return node == null || node.text == null || node.text.isBlank() ? null : node.text.strip();
    }
}
