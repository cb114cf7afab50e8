package io.thor4j.scan.file;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Shows files below one path under another, that of the system they came from: THOR's {@code --virtual-map} and {@code --path-remap},
 * {@code CURRENT:ORIGINAL} such as {@code F:C}, {@code /mnt/image1:C} or {@code /mnt/image1:/} (reference/thor-scanner.md section 8).
 * Immutable, may be shared by threads.
 */
public final class PathMapping {
    private final String text;
    /* Without a separator at the end; so is original, which is empty for the root of a Unix system. */
    private final String current;
    private final String original;
    private final char separator;

    private PathMapping(String text, String current, String original, char separator) {
        this.text = text;
        this.current = current;
        this.original = original;
        this.separator = separator;
    }

    /**
     * Reads a mapping.
     *
     * @param text {@code CURRENT:ORIGINAL}; a drive may be one letter, with or without {@code :} and {@code \}
     * @throws IllegalArgumentException when it is not of this form
     */
    public static PathMapping of(String text) {
        int colon = split(text);
        String current = colon <= 0 ? "" : bare(text.substring(0, colon));
        String original = colon <= 0 ? "" : text.substring(colon + 1);
        boolean drive = isDrive(bare(original));
        if (current.isEmpty() || !(drive || original.startsWith("/") || isDrivePath(original))) {
            throw new IllegalArgumentException(
                    "a path mapping is CURRENT:ORIGINAL, such as /mnt/image1:C, not " + text);
        }
        current = isDrive(current) ? current.charAt(0) + ":" : current;
        original = drive ? original.charAt(0) + ":" : bare(original);
        return new PathMapping(text, current, original, isDrivePath(original) ? '\\' : '/');
    }

    /* The colon between the two: the last one that is not the colon of the original's drive. */
    private static int split(String text) {
        int last = text.lastIndexOf(':');
        boolean own =
                last == text.length() - 1 || (last > 0 && last + 1 < text.length() && text.charAt(last + 1) == '\\');
        boolean afterLetter = last > 1 && Character.isLetter(text.charAt(last - 1)) && text.charAt(last - 2) == ':';
        return own && afterLetter ? last - 2 : last;
    }

    private static String bare(String path) {
        int end = path.length();
        while (end > 0 && (path.charAt(end - 1) == '/' || path.charAt(end - 1) == '\\')) {
            end--;
        }
        return path.substring(0, end);
    }

    private static boolean isDrive(String path) {
        return (path.length() == 1 || (path.length() == 2 && path.charAt(1) == ':')) && isLetter(path.charAt(0));
    }

    private static boolean isDrivePath(String path) {
        return path.length() > 1 && path.charAt(1) == ':' && isLetter(path.charAt(0));
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /**
     * Maps a path.
     *
     * @param path a path of this machine
     * @return the path to show, null when the mapping is not about it
     */
    public @Nullable String map(String path) {
        boolean windows = isDrivePath(current);
        boolean below = windows
                ? path.toLowerCase(Locale.ROOT).startsWith(current.toLowerCase(Locale.ROOT))
                : path.startsWith(current);
        String rest = below ? path.substring(current.length()) : "";
        if (!below || !(rest.isEmpty() || rest.charAt(0) == '/' || rest.charAt(0) == '\\')) {
            return null;
        }
        /* A backslash in a Unix name is part of the name, and stays. */
        String shown = windows ? rest.replace('\\', separator) : rest.replace('/', separator);
        return original + (shown.isEmpty() ? String.valueOf(separator) : shown);
    }

    /** Returns how specific the mapping is: of several that fit, the one with the longest current path counts. */
    public int length() {
        return current.length();
    }

    /** Returns the text it was read from. */
    @Override
    public String toString() {
        return text;
    }
}
