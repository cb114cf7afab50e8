package io.thor4j.libyara;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import io.thor4j.core.YaraEngineException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The loaded library and what its structures look like. Immutable; threads share the one that there is. */
final class NativeLibyara {
    private static final String INSTALL =
            "install libyara 4.2 to 4.5: apt-get install libyara9 (or libyara10), dnf install yara, brew install yara; or name the library"
                    + " with -D" + LibyaraEngine.LIBRARY_PROPERTY + "=PATH";

    private final LibyaraApi api;
    private final Layout layout;
    private final String description;

    private NativeLibyara(LibyaraApi api, Layout layout, String description) {
        this.api = api;
        this.layout = layout;
        this.description = description;
    }

    /* Loaded on first use; a failure is remembered as the exception it was, because a class that failed to initialise says no more why. */
    private static final class Holder {
        private static final Object LOADED = load();

        private static Object load() {
            try {
                return loadFirst(names());
            } catch (YaraEngineException e) {
                return e;
            }
        }
    }

    /**
     * Returns the library.
     *
     * @throws YaraEngineException when there is none, or none that is understood
     */
    static NativeLibyara get() {
        if (Holder.LOADED instanceof NativeLibyara loaded) {
            return loaded;
        }
        YaraEngineException e = (YaraEngineException) Holder.LOADED;
        throw new YaraEngineException(e.reason(), e.position(), e.hint(), e);
    }

    /** The names to try, the newest version first. A shared library's version is in its name, so an unknown one is not taken at all. */
    private static List<String> names() {
        String chosen = System.getProperty(LibyaraEngine.LIBRARY_PROPERTY);
        if (chosen != null && !chosen.isBlank()) {
            return List.of(chosen);
        }
        if (Platform.isMac()) {
            return List.of("libyara.10.dylib", "libyara.9.dylib");
        }
        if (Platform.isWindows()) {
            return List.of("libyara-10", "libyara-9", "libyara", "yara");
        }
        return List.of("libyara.so.10", "libyara.so.9");
    }

    /**
     * Loads the first library of several that is there.
     *
     * @param names names or paths
     * @throws YaraEngineException when none is there, or the first that is is not understood
     */
    static NativeLibyara loadFirst(List<String> names) {
        List<String> reasons = new ArrayList<>();
        for (String name : names) {
            LibyaraApi api;
            try {
                if (Native.POINTER_SIZE != 8) {
                    throw new YaraEngineException("libyara needs a 64-bit Java", null, null, null);
                }
                api = Native.load(name, LibyaraApi.class, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));
            } catch (LinkageError e) {
                reasons.add(name + ": "
                        + String.valueOf(e.getMessage()).lines().findFirst().orElse("not loaded"));
                continue;
            }
            return check(api, name);
        }
        throw new YaraEngineException(
                "no libyara found on this system (" + String.join("; ", reasons) + ")", null, INSTALL, null);
    }

    private static NativeLibyara check(LibyaraApi api, String name) {
        String shown = String.valueOf(Path.of(name).getFileName());
        try {
            int code = api.yr_initialize();
            if (code != ErrorCodes.SUCCESS) {
                throw new IllegalStateException("yr_initialize: " + ErrorCodes.name(code));
            }
            Layout layout = layoutOf(api);
            NativeLibyara libyara = new NativeLibyara(api, layout, "libyara " + layout.versions() + " (" + shown + ")");
            LayoutProbe.check(libyara);
            return libyara;
        } catch (LinkageError | RuntimeException e) {
            throw new YaraEngineException(
                    "the library " + name + " is not a libyara that is understood: " + e.getMessage(),
                    null,
                    INSTALL,
                    e);
        }
    }

    private static Layout layoutOf(LibyaraApi api) {
        try (CompilerRun run = CompilerRun.start(api, Map.of())) {
            run.add(0, new SourceText("rule one { condition: true }"), "default", null);
            Pointer rules = run.finish();
            try {
                if (RuleTable.count(api, rules) != 1) {
                    throw new IllegalStateException("it does not count one rule as one");
                }
                return Layout.of(rules.getPointer(Layout.RULES_TABLE));
            } finally {
                api.yr_rules_destroy(rules);
            }
        }
    }

    LibyaraApi api() {
        return api;
    }

    Layout layout() {
        return layout;
    }

    /** Returns which library it is, for people. */
    String description() {
        return description;
    }
}
