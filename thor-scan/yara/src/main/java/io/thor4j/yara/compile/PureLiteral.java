package io.thor4j.yara.compile;

import io.thor4j.yara.pattern.PatternSpec;

/**
 * Tells which strings are nothing but known bytes: only those can be bound to the one offset where the condition asks for them (libyara
 * parser.c:544). The body has already been found to be well formed.
 */
final class PureLiteral {
    private PureLiteral() {}

    static boolean is(PatternSpec spec) {
        switch (spec.kind()) {
            case TEXT:
                return !spec.base64() && !spec.base64wide();
            case HEX:
                return isHexLiteral(spec.body());
            default:
                return isRegexLiteral(spec.body());
        }
    }

    private static boolean isHexLiteral(byte[] body) {
        for (int i = 0; i < body.length; i++) {
            byte b = body[i];
            if (b == '/' && i + 1 < body.length) {
                i = endOfComment(body, i);
            } else if (Character.digit(b, 16) < 0 && b != ' ' && b != '\t' && b != '\r' && b != '\n') {
                return false;
            }
        }
        return true;
    }

    private static int endOfComment(byte[] body, int at) {
        int i = at + 2;
        if (body[at + 1] == '/') {
            while (i < body.length && body[i] != '\n') {
                i++;
            }
            return i;
        }
        while (i + 1 < body.length && !(body[i] == '*' && body[i + 1] == '/')) {
            i++;
        }
        return i + 1;
    }

    private static boolean isRegexLiteral(byte[] body) {
        for (int i = 0; i < body.length; i++) {
            int b = body[i] & 0xff;
            if (b == '\\' && i + 1 < body.length) {
                i++;
                if ("wWsSdDbB".indexOf(body[i]) >= 0) {
                    return false;
                }
            } else if (".^$|*+?()[]{}".indexOf(b) >= 0) {
                return false;
            }
        }
        return true;
    }
}
