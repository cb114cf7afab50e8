package io.thor4j.scan.ioc;

import java.util.ArrayList;
import java.util.List;

/** Cuts a STIX pattern into its words (STIX 2.1 section 9). Stateless. */
final class StixLexer {
    /** What a word is. */
    enum Kind {
        /** A keyword, a property, a number. */
        WORD,
        /** A text in quotes, read. */
        TEXT,
        /** A timestamp {@code t'...'}. */
        TIME,
        /** A bracket, a parenthesis, a comma or an operator. */
        SIGN,
        /** Behind the last word. */
        END
    }

    /** One word and where it begins. */
    record Token(Kind kind, String text, int offset) {
        boolean is(String sign) {
            return kind == Kind.SIGN && text.equals(sign);
        }

        boolean isWord(String word) {
            return kind == Kind.WORD && text.equals(word);
        }
    }

    private StixLexer() {}

    static List<Token> cut(String pattern) throws StixPatternException {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '\'') {
                at = quoted(pattern, at, at, Kind.TEXT, tokens);
            } else if (c == 't' && at + 1 < pattern.length() && pattern.charAt(at + 1) == '\'') {
                at = quoted(pattern, at, at + 1, Kind.TIME, tokens);
            } else if ("[](),".indexOf(c) >= 0) {
                tokens.add(new Token(Kind.SIGN, String.valueOf(c), at++));
            } else if ("=!<>".indexOf(c) >= 0) {
                int end = at + 1 < pattern.length() && pattern.charAt(at + 1) == '=' ? at + 2 : at + 1;
                String sign = pattern.substring(at, end);
                tokens.add(new Token(Kind.SIGN, sign.equals("==") ? "=" : sign, at));
                at = end;
            } else {
                int end = word(pattern, at);
                if (end == at) {
                    throw new StixPatternException(at, "unexpected character");
                }
                tokens.add(new Token(Kind.WORD, pattern.substring(at, end), at));
                at = end;
            }
        }
        tokens.add(new Token(Kind.END, "the end", pattern.length()));
        return tokens;
    }

    private static int quoted(String pattern, int begin, int quote, Kind kind, List<Token> tokens)
            throws StixPatternException {
        StringBuilder text = new StringBuilder();
        int at = quote + 1;
        while (at < pattern.length() && pattern.charAt(at) != '\'') {
            if (pattern.charAt(at) == '\\' && at + 1 < pattern.length()) {
                at++;
            }
            text.append(pattern.charAt(at++));
        }
        if (at >= pattern.length()) {
            throw new StixPatternException(begin, "a quote that does not end");
        }
        tokens.add(new Token(kind, text.toString(), begin));
        return at + 1;
    }

    /* A property may have quoted parts and list steps in it: file:hashes.'SHA-256', values[*].name. */
    private static int word(String pattern, int from) {
        int at = from;
        boolean property = false;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            boolean plain = Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == ':' || c == '+';
            property |= c == ':';
            if (plain) {
                at++;
            } else if (property && c == '\'' && pattern.charAt(at - 1) == '.') {
                int end = pattern.indexOf('\'', at + 1);
                if (end < 0) {
                    return at;
                }
                at = end + 1;
            } else if (property && c == '[' && pattern.indexOf(']', at) > 0) {
                at = pattern.indexOf(']', at) + 1;
            } else {
                return at;
            }
        }
        return at;
    }
}
