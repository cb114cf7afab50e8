package io.thor4j.scan.ioc;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The forms in which Windows names one kernel object or pipe. Stateless. */
final class ObjectNames {
    private static final String BASE = "BaseNamedObjects\\";
    private static final List<String> SCOPES = List.of("Global\\", "Local\\", BASE);
    private static final List<String> PIPES = List.of("\\\\.\\pipe\\", "\\device\\namedpipe\\", "\\\\?\\pipe\\");

    private ObjectNames() {}

    /**
     * Returns the names under which an indicator may know a handle: as it is, without its scope, and with each scope that it has.
     *
     * @param name such as {@code \Sessions\1\BaseNamedObjects\x}, {@code Global\x} or {@code x}
     */
    static Set<String> handles(String name) {
        Set<String> names = new LinkedHashSet<>();
        names.add(name);
        String rest = name;
        int base = name.indexOf(BASE);
        if (base >= 0 && (base == 0 || name.charAt(base - 1) == '\\')) {
            rest = name.substring(base);
            names.add(rest);
        }
        boolean cut = true;
        while (cut) {
            cut = false;
            for (String scope : SCOPES) {
                if (rest.startsWith(scope)) {
                    rest = rest.substring(scope.length());
                    names.add(rest);
                    cut = true;
                }
            }
        }
        return names;
    }

    /** Returns the name of a pipe without the folder of pipes. */
    static String pipe(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        for (String folder : PIPES) {
            if (lower.startsWith(folder)) {
                return name.substring(folder.length());
            }
        }
        return name.startsWith("\\") && name.indexOf('\\', 1) < 0 ? name.substring(1) : name;
    }
}
