package io.thor4j.yara;

import io.thor4j.yara.spi.YaraModule;
import java.util.List;

/** The built-in modules. Stateless. */
public final class YaraModules {
    private static final List<YaraModule> STANDARD = List.of();

    private YaraModules() {}

    /** Returns the modules that every rule set knows unless a builder replaces them by name. */
    public static List<YaraModule> standard() {
        return STANDARD;
    }
}
