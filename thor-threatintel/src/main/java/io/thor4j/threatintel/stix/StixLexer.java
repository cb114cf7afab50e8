package io.thor4j.threatintel.stix;

/** Splits a STIX pattern into tokens (STIX 2.1 section 9, the grammar of patterns). For one pattern and one thread. */
final class StixLexer {
    /** What a token is. */
    enum Kind {
        WORD,
        TEXT,
        NUMBER,
        SYMBOL,
        END
    }

    private final String pattern;
    private int next;

    private Kind kind = Kind.END;
    private String text = "";
    private int at;

    StixLexer(String pattern) {
        this.pattern = pattern;
        advance();
    }

    Kind kind() {
        return kind;
    }

    /** Returns a word as it is, a text without quotes and escapes. */
    String text() {
        return text;
    }

    IllegalArgumentException error(String what) {
        return new IllegalArgumentException("pattern, character " + (at + 1) + ": " + what);
    }

    boolean symbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean word(String word) {
        return kind == Kind.WORD && text.equals(word);
    }

    /** Takes a symbol if it is next. */
    boolean takeSymbol(String symbol) {
        boolean there = symbol(symbol);
        if (there) {
            advance();
        }
        return there;
    }

    /** Takes a word if it is next. */
    boolean takeWord(String word) {
        boolean there = word(word);
        if (there) {
            advance();
        }
        return there;
    }

    void expect(String symbol) {
        if (!takeSymbol(symbol)) {
            throw error("'" + symbol + "' is missing");
        }
    }

    void advance() {
        while (next < pattern.length() && Character.isWhitespace(pattern.charAt(next))) {
            next++;
        }
        at = next;
        if (next >= pattern.length()) {
            kind = Kind.END;
            text = "";
            return;
        }
        char c = pattern.charAt(next);
        if (c == '\'') {
            quoted();
        } else if (isDigit(c)
                || ((c == '-' || c == '+') && next + 1 < pattern.length() && isDigit(pattern.charAt(next + 1)))) {
            next++;
            while (next < pattern.length() && (isDigit(pattern.charAt(next)) || pattern.charAt(next) == '.')) {
                next++;
            }
            token(Kind.NUMBER);
        } else if (isLetter(c)) {
            while (next < pattern.length()
                    && (isLetter(pattern.charAt(next))
                            || isDigit(pattern.charAt(next))
                            || pattern.charAt(next) == '-')) {
                next++;
            }
            token(Kind.WORD);
        } else {
            next++;
            String two = pattern.substring(at, Math.min(pattern.length(), at + 2));
            if (two.equals("!=") || two.equals("<=") || two.equals(">=") || two.equals("<>") || two.equals("==")) {
                next++;
            } else if ("[]().,:=<>*".indexOf(c) < 0) {
                throw error("an unexpected character");
            }
            token(Kind.SYMBOL);
        }
    }

    private void token(Kind value) {
        kind = value;
        text = pattern.substring(at, next);
    }

    private void quoted() {
        StringBuilder value = new StringBuilder();
        next++;
        while (next < pattern.length() && pattern.charAt(next) != '\'') {
            if (pattern.charAt(next) == '\\') {
                next++;
            }
            if (next < pattern.length()) {
                value.append(pattern.charAt(next));
            }
            next++;
        }
        if (next >= pattern.length()) {
            throw error("a text without an end");
        }
        next++;
        kind = Kind.TEXT;
        text = value.toString();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }
}
