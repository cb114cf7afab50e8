package io.thor4j.yara.compile;

import io.thor4j.yara.spi.YaraModule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The modules that may be imported, and those that rules use, numbered by first use. Used by one thread. */
final class ModuleTable {
    private final Map<String, YaraModule> available;
    private final Map<String, Integer> used = new LinkedHashMap<>();

    ModuleTable(Map<String, YaraModule> available) {
        this.available = available;
    }

    @Nullable
    YaraModule get(String name) {
        return available.get(name);
    }

    Set<String> names() {
        return available.keySet();
    }

    int indexOf(String name) {
        return used.computeIfAbsent(name, n -> used.size());
    }

    List<String> used() {
        return new ArrayList<>(used.keySet());
    }
}
