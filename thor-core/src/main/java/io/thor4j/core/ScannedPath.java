package io.thor4j.core;

import java.util.Locale;

/**
 * A path as data: the name of something that was scanned, which may come from another host with other separators. Never touches a file
 * system. Immutable.
 *
 * @param text the path as it was met
 */
public record ScannedPath(String text) {
    /**
     * Tells whether backslashes separate. So it is for {@code C:\x}, {@code \\host\share} and whatever has backslashes but no slash; a
     * backslash below a leading slash is part of a Unix name.
     */
    public boolean isWindows() {
        return hasDrive() || text.startsWith("\\\\") || (text.indexOf('\\') >= 0 && text.indexOf('/') < 0);
    }

    private boolean hasDrive() {
        return text.length() > 1
                && text.charAt(1) == ':'
                && (Character.toLowerCase(text.charAt(0)) >= 'a' && Character.toLowerCase(text.charAt(0)) <= 'z');
    }

    private int lastSeparator() {
        return isWindows() ? Math.max(text.lastIndexOf('\\'), text.lastIndexOf('/')) : text.lastIndexOf('/');
    }

    /** Returns the last name, {@code cmd.exe}; the YARA variable {@code filename} (reference/thor-scanner.md section 3.2). */
    public String fileName() {
        return text.substring(lastSeparator() + 1);
    }

    /** Returns all before the last separator, without it; empty when there is none. The YARA variable {@code filepath}. */
    public String directory() {
        return text.substring(0, Math.max(0, lastSeparator()));
    }

    /** Returns the last name from its last dot, in lower case: {@code .exe}; empty when there is no dot. */
    public String extension() {
        String name = fileName();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
    }

    /**
     * Names a member of this container: {@code C:\a.zip} and {@code x/y.txt} make {@code C:\a.zip\x\y.txt} (reference/thor-scanner.md
     * section 4.3).
     *
     * @param member the name inside, as the container has it; data, so {@code ..} stays as it is
     * @return the path of the member with this path's separators
     */
    public ScannedPath member(String member) {
        return isWindows()
                ? new ScannedPath(text + "\\" + member.replace('/', '\\'))
                : new ScannedPath(text + "/" + member);
    }

    /** Returns the text. */
    @Override
    public String toString() {
        return text;
    }
}
