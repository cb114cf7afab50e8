package io.thor4j.thunderstorm.update;

import java.util.Locale;
import java.util.Set;

/** Tells paths that lie below a folder on every system from those that lead out of it, or that some system takes for something else. */
final class PackPath {
    /** Devices on Windows, whatever ending they have. */
    private static final Set<String> DEVICES = Set.of(
            "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1",
            "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

    private PackPath() {}

    static boolean safe(String path) {
        if (path.isEmpty() || path.length() > PackLimits.MAX_PATH) {
            return false;
        }
        for (String name : path.split("/", -1)) {
            if (!safeName(name)) {
                return false;
            }
        }
        return true;
    }

    private static boolean safeName(String name) {
        if (name.isEmpty()
                || name.length() > PackLimits.MAX_NAME
                || name.equals(".")
                || name.equals("..")
                || name.endsWith(".")
                || name.endsWith(" ")) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < ' ' || c == 0x7f || "\\:*?\"<>|".indexOf(c) >= 0 || Character.isSurrogate(c) || c == '\uFFFD') {
                return false;
            }
        }
        int dot = name.indexOf('.');
        String base = dot < 0 ? name : name.substring(0, dot);
        return !DEVICES.contains(base.strip().toLowerCase(Locale.ROOT));
    }
}
