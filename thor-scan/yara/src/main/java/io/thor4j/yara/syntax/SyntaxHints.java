package io.thor4j.yara.syntax;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the author of a rule probably meant, by the token that was not expected and its neighbours. */
final class SyntaxHints {
    private static final int SHORTEST_TO_GUESS = 4;

    private SyntaxHints() {}

    /** Returns a hint for the next token of the stream, null when nothing is known. */
    static @Nullable String forUnexpected(TokenStream in) {
        Token found = in.peek();
        Token before = in.previous();
        if (before != null) {
            String hint = afterToken(before, found);
            if (hint != null) {
                return hint;
            }
        }
        return switch (found.kind()) {
            case AMPERSAND_AMPERSAND -> "write and";
            case PIPE_PIPE -> "write or";
            case ASSIGN -> "a comparison is written ==";
            case OTHER -> in.describe(found).equals("\";\"") ? "YARA has no semicolons, delete it" : null;
            case IDENTIFIER -> forWord(found.name());
            case STRING_WILDCARD -> "a wildcard stands only in a set, such as any of (" + found.name() + "*)";
            case RULE, IMPORT, INCLUDE, END ->
                in.insideRule() ? "the rule is not complete, perhaps a } is missing before" : null;
            case META, STRINGS -> "the order of the sections is meta, strings, condition";
            case AND, OR -> "an operand is missing before it";
            case IN, AT -> "in and at stand only behind a string, or behind a set of strings without a percentage";
            case THEM -> "them stands only behind of, without parentheses";
            default -> null;
        };
    }

    private static @Nullable String afterToken(Token before, Token found) {
        boolean adjacent = before.end() == found.start();
        boolean lessGreater = before.kind() == TokenKind.LT && found.kind() == TokenKind.GT;
        if (isComparison(found.kind()) && !lessGreater) {
            return beforeComparison(before);
        }
        switch (before.kind()) {
            case STRING_LENGTH -> {
                // A bare ! is a legal operand, so the mistake shows one token later.
                return before.name().equals("$") ? "! is the length of a string; to negate write not" : null;
            }
            case INTEGER, FLOAT -> {
                return found.kind() == TokenKind.IDENTIFIER ? afterNumber(found.name(), adjacent) : null;
            }
            case LT -> {
                return adjacent && found.kind() == TokenKind.GT ? "not equal is written !=" : null;
            }
            case DOT -> {
                return found.kind().isKeyword() ? "the name of a field is missing" : null;
            }
            case REGEX -> {
                if (found.kind() == TokenKind.NOCASE) {
                    return "in a condition a regular expression has flags, not modifiers: /re/i";
                }
                return found.kind() == TokenKind.IDENTIFIER
                        ? "the flags of a regular expression are i, s or is, in this order, directly behind it"
                        : null;
            }
            case IDENTIFIER -> {
                return afterWord(before.name(), found);
            }
            default -> {
                return null;
            }
        }
    }

    private static @Nullable String beforeComparison(Token before) {
        return switch (before.kind()) {
            case STRING_ID -> aboutStringAsValue(before.name());
            case TRUE, FALSE, THEM -> "a condition is true or false and cannot be compared; use and, or, not";
            case RIGHT_PAREN ->
                "what stands before is a condition or already a comparison and cannot be compared; use and, or, not";
            case INTEGER, FLOAT, TEXT, REGEX, FILESIZE, IDENTIFIER, STRING_COUNT, RIGHT_BRACKET ->
                "comparisons cannot be chained, join them with and";
            default -> null;
        };
    }

    /** Returns what may be compared instead of a string. */
    static String aboutStringAsValue(String name) {
        String bare = name.substring(1);
        return name + " is true or false, not a value; its count is #" + bare + ", its offset @" + bare
                + ", its length !" + bare;
    }

    private static String afterNumber(String word, boolean adjacent) {
        String upper = word.toUpperCase(Locale.ROOT);
        if (upper.equals("KB") || upper.equals("MB")) {
            return "write the unit in upper case, directly behind the digits of an integer, such as 10" + upper;
        }
        if (!adjacent) {
            return forWord(word) == null ? "perhaps an operator is missing" : String.valueOf(forWord(word));
        }
        if (upper.equals("GB") || upper.equals("B") || upper.equals("TB")) {
            return "the units are KB and MB";
        }
        if (upper.startsWith("X")) {
            return "hex digits must follow 0x";
        }
        if (word.startsWith("_")) {
            return "digits cannot be separated by _ in YARA (only in YARA-X)";
        }
        if (upper.startsWith("E") && upper.chars().skip(1).allMatch(c -> c >= '0' && c <= '9')) {
            return "YARA has no exponents, write the number in full";
        }
        return "a name cannot begin with a digit";
    }

    private static @Nullable String afterWord(String word, Token found) {
        String lower = word.toLowerCase(Locale.ROOT);
        boolean reserved = !lower.equals(word) && TokenKind.keyword(lower) != null;
        if (reserved) {
            return "reserved words are written in lower case: " + lower;
        }
        if (word.equals("with") && found.kind() == TokenKind.IDENTIFIER) {
            return "with is known only to YARA-X";
        }
        if (word.equals("include") && found.kind() == TokenKind.TEXT) {
            return "write include and its path on one line, with a blank between";
        }
        if (found.kind() == TokenKind.COLON
                || found.kind() == TokenKind.IDENTIFIER
                || found.kind() == TokenKind.LEFT_BRACE) {
            String meant = nearestKeyword(word);
            return meant == null ? null : "did you mean " + meant + "?";
        }
        return null;
    }

    private static @Nullable String forWord(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (!lower.equals(word) && (TokenKind.keyword(lower) != null || lower.equals("include"))) {
            return "reserved words are written in lower case: " + lower;
        }
        String meant = nearestKeyword(word);
        return meant == null ? null : "did you mean " + meant + "?";
    }

    static boolean isComparison(TokenKind kind) {
        return switch (kind) {
            case EQ,
                    NE,
                    LT,
                    LE,
                    GT,
                    GE,
                    CONTAINS,
                    ICONTAINS,
                    STARTSWITH,
                    ISTARTSWITH,
                    ENDSWITH,
                    IENDSWITH,
                    IEQUALS,
                    MATCHES -> true;
            default -> false;
        };
    }

    /** Returns the reserved word that is at most two typing mistakes away (one for short words), null when there is none. */
    static @Nullable String nearestKeyword(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (lower.length() < SHORTEST_TO_GUESS - 1 || lower.length() > 16) {
            return null;
        }
        String best = null;
        int bestDistance = lower.length() > SHORTEST_TO_GUESS ? 3 : 2;
        for (String keyword : TokenKind.keywords()) {
            int distance = distance(lower, keyword);
            boolean better = distance < bestDistance
                    || (distance == bestDistance && best != null && keyword.compareTo(best) < 0);
            if (keyword.length() >= SHORTEST_TO_GUESS && better) {
                best = keyword;
                bestDistance = distance;
            }
        }
        return best;
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
