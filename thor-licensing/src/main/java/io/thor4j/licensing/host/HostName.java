package io.thor4j.licensing.host;

import io.thor4j.core.MalformedInputException;
import java.util.Locale;
import java.util.Set;

/**
 * A host's short name: the first label of what the operating system says (thor-scanner.md section 1.2). Two names that differ only in the
 * case of ASCII letters are equal. Immutable, may be shared by threads.
 */
public final class HostName {
    /** The longest name DNS knows (RFC 1035 section 2.3.4), in characters. */
    private static final int MAX_LENGTH = 255;

    /** What Windows refuses in file names; the name is to become one. */
    private static final String NEVER_IN_A_NAME = "<>:\"/\\|?*";

    private static final Set<String> WINDOWS_DEVICES = Set.of(
            "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
            "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

    private final String text;

    private HostName(String text) {
        this.text = text;
    }

    /**
     * Reads a name.
     *
     * @param name a short or fully qualified name
     * @return its first label, with the letters as given
     * @throws MalformedInputException when it is no name of a host
     */
    public static HostName of(String name) {
        String stripped = name.strip();
        if (stripped.length() > MAX_LENGTH) {
            throw wrong("a host name of " + stripped.length() + " characters", "names have at most " + MAX_LENGTH);
        }
        int dot = stripped.indexOf('.');
        String label = dot < 0 ? stripped : stripped.substring(0, dot);
        if (label.isEmpty()) {
            throw wrong("a host name is empty", "give the name that the host itself shows");
        }
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            if (Character.isISOControl(c) || Character.isWhitespace(c) || NEVER_IN_A_NAME.indexOf(c) >= 0) {
                throw wrong(
                        String.format(Locale.ROOT, "a host name has the character U+%04X at %d", (int) c, i),
                        "give the name that the host itself shows");
            }
        }
        return new HostName(label);
    }

    private static MalformedInputException wrong(String reason, String hint) {
        return new MalformedInputException(reason, null, hint, null);
    }

    /** Returns the short name with the letters as given. */
    public String text() {
        return text;
    }

    /** Returns the short name in lower case. Only A to Z change, as with the tr command (thor-scanner.md section 1.4). */
    public String lowerCase() {
        StringBuilder lower = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            lower.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
        }
        return lower.toString();
    }

    /** Returns the name of this host's licence file, {@code <hostname>.lic}. It is one name in one folder on every system. */
    public String fileName() {
        // Windows opens the device whatever follows the dot.
        return (WINDOWS_DEVICES.contains(lowerCase()) ? "host-" : "") + text + ".lic";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HostName name && name.lowerCase().equals(lowerCase());
    }

    @Override
    public int hashCode() {
        return lowerCase().hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
