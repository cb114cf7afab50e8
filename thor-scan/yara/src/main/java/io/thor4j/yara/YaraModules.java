package io.thor4j.yara;

import io.thor4j.yara.module.ConsoleModule;
import io.thor4j.yara.module.HashModule;
import io.thor4j.yara.module.MathModule;
import io.thor4j.yara.module.StringModule;
import io.thor4j.yara.module.TestsModule;
import io.thor4j.yara.module.TimeModule;
import io.thor4j.yara.spi.YaraModule;
import java.time.Clock;
import java.util.List;

/** The built-in modules. Stateless. */
public final class YaraModules {
    private static final List<YaraModule> STANDARD = List.of(
            new ConsoleModule(),
            new HashModule(),
            new MathModule(),
            new StringModule(),
            new TimeModule(Clock.systemUTC()));

    private static final YaraModule TESTS = new TestsModule();

    private YaraModules() {}

    /** Returns the modules that every rule set knows unless a builder replaces them by name. */
    public static List<YaraModule> standard() {
        return STANDARD;
    }

    /** Returns libyara's module {@code tests}, which only its own test cases use; not among the standard ones. */
    public static YaraModule tests() {
        return TESTS;
    }
}
