package io.thor4j.scan.ioc;

/** Finds what may be host names and addresses in a text. Stateless. */
final class HostNames {
    /** Takes one; offsets in characters. */
    @FunctionalInterface
    interface Found {
        void host(int from, int to);
    }

    private HostNames() {}

    /**
     * Tells all runs of letters, digits, dots, dashes and underscores with a dot in the middle, and runs of hex digits and colons with two
     * colons.
     *
     * @param text the text
     * @param found takes them; most are no hosts
     */
    static void in(String text, Found found) {
        int length = text.length();
        int at = 0;
        while (at < length) {
            if (!isName(text.charAt(at)) && text.charAt(at) != ':') {
                at++;
                continue;
            }
            int from = at;
            int colons = 0;
            while (at < length && (isName(text.charAt(at)) || text.charAt(at) == ':')) {
                colons += text.charAt(at) == ':' ? 1 : 0;
                at++;
            }
            if (colons >= 2) {
                tell(text, from, at, found);
            }
            names(text, from, at, found);
        }
    }

    private static void names(String text, int from, int to, Found found) {
        int begin = from;
        for (int i = from; i <= to; i++) {
            if (i == to || text.charAt(i) == ':') {
                int dot = text.indexOf('.', begin);
                if (dot > begin && dot < i - 1) {
                    tell(text, begin, i, found);
                }
                begin = i + 1;
            }
        }
    }

    private static void tell(String text, int from, int to, Found found) {
        int end = to;
        while (end > from && (text.charAt(end - 1) == '.' || text.charAt(end - 1) == '-')) {
            end--;
        }
        int begin = from;
        while (begin < end && (text.charAt(begin) == '.' || text.charAt(begin) == '-')) {
            begin++;
        }
        if (begin < end) {
            found.host(begin, end);
        }
    }

    private static boolean isName(char c) {
        return c == '.' || c == '-' || c == '_' || (c < 0x80 ? isAsciiLetterOrDigit(c) : Character.isLetterOrDigit(c));
    }

    private static boolean isAsciiLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
