package io.thor4j.yara.oracle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an engine said about a file.
 *
 * @param fields what modules found, {@code pe.sections[0].name} to the text that {@code yara -D} prints for it
 * @param rules {@code namespace:rule} to {@code offset:length:$name} of its strings
 */
record FileAnswer(Map<String, String> fields, Map<String, List<String>> rules) {
    FileAnswer() {
        this(new LinkedHashMap<>(), new TreeMap<>());
    }

    /** Reads the lines that {@code yara -D} prints for the fields of modules, one after another. */
    static final class DumpReader {
        private final Map<String, String> fields;
        private final List<String> path = new ArrayList<>();
        private final Map<String, Integer> elements = new HashMap<>();

        DumpReader(Map<String, String> fields) {
            this.fields = fields;
        }

        /** Begins a module. */
        void module(String name) {
            path.clear();
            path.add(name);
        }

        /** Reads a field, an element or the begin of a structure. Elements are numbered by their order, which 4.2 gets wrong for some. */
        void line(String line) {
            int depth = 0;
            while (depth < line.length() && line.charAt(depth) == '\t') {
                depth++;
            }
            while (path.size() > depth) {
                path.remove(path.size() - 1);
            }
            String parent = String.join("", path);
            int equals = line.indexOf(" = ");
            String label = equals < 0 ? line.substring(depth) : line.substring(depth, equals);
            if (label.startsWith("[")) {
                label = "[" + (elements.merge(parent, 1, Integer::sum) - 1) + "]";
            } else {
                label = "." + label;
            }
            path.add(label);
            if (equals >= 0) {
                fields.put(parent + label, line.substring(equals + 3));
            }
        }
    }
}
