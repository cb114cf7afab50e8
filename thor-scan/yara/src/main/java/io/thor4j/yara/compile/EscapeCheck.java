package io.thor4j.yara.compile;

/** Finds what strict escaping warns of: a backslash before a letter that means nothing to a regex (libyara re_lexer.l:501). */
final class EscapeCheck {
    static final String MESSAGE = "unknown escape sequence";

    private EscapeCheck() {}

    static boolean hasUnknown(byte[] regex) {
        for (int i = 0; i + 1 < regex.length; i++) {
            if (regex[i] == '\\') {
                i++;
                int c = regex[i] & 0xff;
                boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
                if (letter && "ntrfaxwWsSdDbB".indexOf(c) < 0) {
                    return true;
                }
            }
        }
        return false;
    }
}
