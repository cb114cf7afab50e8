package io.thor4j.threatintel.ecs;

import org.jspecify.annotations.Nullable;

/** Names of files in absolute paths of any system (row 29 of threat-intel-apis.md section 1.4). Stateless. */
final class PathText {
    private PathText() {}

    /** Returns the last component; null for relative paths and for folders with a separator at the end. */
    static @Nullable String name(String path) {
        boolean drive =
                path.length() > 2 && path.charAt(1) == ':' && path.charAt(2) == '\\' && isLetter(path.charAt(0));
        char separator = drive || path.startsWith("\\") ? '\\' : '/';
        if (!drive && path.indexOf(separator) != 0) {
            return null;
        }
        String name = path.substring(path.lastIndexOf(separator) + 1);
        return name.isEmpty() ? null : name;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
}
