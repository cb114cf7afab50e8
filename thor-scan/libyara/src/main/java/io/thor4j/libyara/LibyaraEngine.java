package io.thor4j.libyara;

import io.thor4j.core.YaraEngineException;
import io.thor4j.core.spi.YaraEngineProvider;
import io.thor4j.core.spi.YaraEngineRules;
import io.thor4j.core.spi.YaraSources;

/**
 * The libyara of this system as a YARA engine: versions 4.2 to 4.5 on 64-bit systems. It is looked for by its usual names in the system's
 * library folders; the system property {@value #LIBRARY_PROPERTY} names another file. Stateless.
 *
 * <p>What libyara's own interface brings with it: texts of external variables end at their first NUL, a timeout is rounded up to whole
 * seconds and a scan that reaches it reports no match, and rules with modules that this libyara was built without do not compile.
 */
public final class LibyaraEngine implements YaraEngineProvider {
    /** The engine's id. */
    public static final String ID = "libyara";

    /** The system property with the path of the library to use. */
    public static final String LIBRARY_PROPERTY = "thor.libyara";

    /** Makes the engine; {@code ServiceLoader} does. The library is looked for when the first rules are compiled. */
    public LibyaraEngine() {}

    @Override
    public String id() {
        return ID;
    }

    /**
     * Tells which library would be used.
     *
     * @return its versions and file name, such as {@code libyara before 4.3 (libyara.so.9)}
     * @throws YaraEngineException when there is none, or none that is understood
     */
    public static String describe() {
        return NativeLibyara.get().description();
    }

    @Override
    public YaraEngineRules compile(YaraSources sources) {
        return LibyaraCompiler.compile(NativeLibyara.get(), sources);
    }
}
