package io.thor4j.yara.syntax;

import static io.thor4j.yara.syntax.DiagnosticLog.SYNTAX_ERROR;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts rule text into tokens, one at a time, by the patterns of libyara 4.5's lexer. Never throws: what is no token is one of kind
 * {@link TokenKind#ERROR}. Used by one thread.
 */
final class RuleLexer {
    private static final int EXCERPT = 40;

    private final byte[] source;
    /** Behind the last byte: a NUL ends the source (reference, section 2). */
    private final int limit;

    private final int lastCommentEnd;
    private final LiteralLexer literals;
    private int pos;
    private int line = 1;
    private int lineStart;
    private boolean newLine = true;
    private int suspectComment = -1;
    private @Nullable TokenKind previous;

    RuleLexer(byte[] source) {
        this.source = source;
        this.limit = endOf(source);
        this.lastCommentEnd = lastCommentEnd();
        this.literals = new LiteralLexer(source, limit);
        if (hasByteOrderMark()) {
            pos = 3;
        }
    }

    /** Returns the tokens of a text as UTF-8, for callers that have text. */
    static RuleLexer of(String text) {
        return new RuleLexer(text.getBytes(UTF_8));
    }

    /** Returns whether the source begins with UTF-8's byte order mark, which the lexer passes over. */
    boolean hasByteOrderMark() {
        return limit >= 3 && source[0] == (byte) 0xEF && source[1] == (byte) 0xBB && source[2] == (byte) 0xBF;
    }

    /** Returns where the source ends: its length, or its first NUL. */
    int limit() {
        return limit;
    }

    /** Returns a byte, -1 at or behind the end. */
    int at(int offset) {
        return offset < limit ? source[offset] & 0xFF : -1;
    }

    /** Returns the next token; at the end, the end again and again. */
    Token next() {
        suspectComment = -1;
        skipBlanks();
        Token token = cut();
        advance(token.end());
        newLine = false;
        previous = token.kind();
        return token;
    }

    /**
     * Goes on at an earlier byte.
     *
     * @param offset at or before the end of the last token
     */
    void seek(int offset) {
        for (int i = offset; i < pos; i++) {
            if (source[i] == '\n') {
                line--;
            }
        }
        pos = offset;
        // On a long line the search for its begin would make many errors quadratic.
        if (offset < lineStart) {
            lineStart = lineStart(offset);
        }
        newLine = isBlank(lineStart, offset);
        previous = null;
    }

    /** Returns the bytes as a message shows them: one line, at most 40 characters, ASCII. */
    String excerpt(int from, int to) {
        StringBuilder out = new StringBuilder();
        for (int i = from; i < to; i++) {
            if (out.length() >= EXCERPT) {
                return out.append("...").toString();
            }
            int b = source[i] & 0xFF;
            if (b >= 32 && b < 127) {
                out.append((char) b);
            } else {
                out.append(
                        b == '\n' || b == '\r' || b == '\t'
                                ? " "
                                : "\\x" + HexFormat.of().toHexDigits((byte) b));
            }
        }
        return out.toString();
    }

    /**
     * Describes a block comment that swallowed what the parser was waiting for.
     *
     * @param found the token behind it
     * @param expected what may stand in its place
     * @param regex whether a regex may stand in its place
     */
    Token.Problem strayComment(Token found, String expected, boolean regex) {
        int comment = found.commentBefore();
        boolean open = lastCommentEnd < comment + 2;
        String message = "expected " + expected + ", found a comment that "
                + (open ? "is never closed" : "ends only before line " + found.line());
        return problem(
                comment, message, regex ? "/* begins a comment, a regular expression cannot begin with *" : "add */");
    }

    /** Makes a problem at an offset that lies at or before the lexer's place, or in the token being cut. */
    Token.Problem problem(int offset, String message, @Nullable String hint) {
        return problem(SYNTAX_ERROR, offset, message, hint);
    }

    /** Makes a warning at an offset. */
    Token.Problem warning(int offset, String message, @Nullable String hint) {
        return problem(DiagnosticLog.WARNING, offset, message, hint);
    }

    private Token.Problem problem(String code, int offset, String message, @Nullable String hint) {
        int atLine = line;
        int start = lineStart;
        if (offset < lineStart) {
            for (int i = offset; i < pos; i++) {
                atLine -= source[i] == '\n' ? 1 : 0;
            }
            start = lineStart(offset);
        }
        for (int i = pos; i < offset; i++) {
            if (source[i] == '\n') {
                atLine++;
                start = i + 1;
            }
        }
        return new Token.Problem(code, atLine, offset - start + 1, message, hint);
    }

    private int lineStart(int offset) {
        int start = offset;
        while (start > 0 && source[start - 1] != '\n') {
            start--;
        }
        return start;
    }

    private static int endOf(byte[] source) {
        for (int i = 0; i < source.length; i++) {
            if (source[i] == 0) {
                return i;
            }
        }
        return source.length;
    }

    /** Finds the last end of a block comment, so that one that is never closed costs no search. */
    private int lastCommentEnd() {
        for (int i = limit - 2; i >= 0; i--) {
            if (source[i] == '*' && source[i + 1] == '/') {
                return i;
            }
        }
        return -1;
    }

    private boolean isBlank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (source[i] != ' ' && source[i] != '\t' && source[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    private void advance(int to) {
        for (int i = pos; i < to; i++) {
            if (source[i] == '\n') {
                line++;
                lineStart = i + 1;
                newLine = true;
            }
        }
        pos = to;
    }

    private void skipBlanks() {
        while (pos < limit) {
            int b = source[pos];
            if (b == '\n' || b == ' ' || b == '\t' || b == '\r') {
                advance(pos + 1);
            } else if (b == '/' && at(pos + 1) == '/') {
                int end = pos;
                while (end < limit && source[end] != '\n') {
                    end++;
                }
                advance(end);
            } else if (b == '/' && at(pos + 1) == '*') {
                skipBlockComment();
            } else {
                return;
            }
        }
    }

    private void skipBlockComment() {
        int start = pos;
        int startLine = line;
        int end = start + 2;
        if (lastCommentEnd < end) {
            // Accepted by libyara at the end of a source (lexer.l:214-219).
            end = limit;
        } else {
            while (source[end] != '*' || source[end + 1] != '/') {
                end++;
            }
            end += 2;
        }
        advance(end);
        boolean open = end == limit && lastCommentEnd < start + 2;
        boolean likeRegex = (previous == TokenKind.ASSIGN || previous == TokenKind.MATCHES) && line > startLine;
        if (suspectComment < 0 && (open || likeRegex)) {
            suspectComment = start;
        }
    }

    private Token cut() {
        if (pos >= limit) {
            return token(TokenKind.END, pos, null);
        }
        int b = source[pos] & 0xFF;
        if (isNameStart(b)) {
            return word();
        }
        if (isDigit(b)) {
            return number();
        }
        return switch (b) {
            case '"' -> literal(literals.text(pos, this));
            case '/' -> literal(literals.regex(pos, this, previous));
            case '\'' -> literal(literals.singleQuoted(pos, this));
            case '$', '#', '@', '!' -> stringReference(b);
            case '{' ->
                previous == TokenKind.ASSIGN
                        ? literal(literals.hex(pos, this))
                        : token(TokenKind.LEFT_BRACE, pos + 1, null);
            default -> b < 32 || b >= 127 ? literal(literals.foreign(pos, this)) : punctuation(b);
        };
    }

    private Token literal(LiteralLexer.Literal l) {
        return new Token(
                l.kind(), pos, l.end(), line, pos - lineStart + 1, newLine, suspectComment, l.value(), l.problems());
    }

    private Token token(TokenKind kind, int end, @Nullable Object value) {
        return token(kind, end, value, List.of());
    }

    private Token token(TokenKind kind, int end, @Nullable Object value, List<Token.Problem> problems) {
        return new Token(kind, pos, end, line, pos - lineStart + 1, newLine, suspectComment, value, problems);
    }

    private Token word() {
        int end = nameEnd(pos);
        String word = new String(source, pos, end - pos, UTF_8);
        TokenKind keyword = TokenKind.keyword(word);
        if (keyword != null) {
            return token(keyword, end, null);
        }
        if (isIntegerFunction(word)) {
            return token(TokenKind.INT_READ, end, word);
        }
        if (word.equals("include")) {
            Token include = include(end);
            if (include != null) {
                return include;
            }
        }
        if (word.length() > SyntaxLimits.MAX_IDENTIFIER) {
            String message = "the identifier is " + word.length() + " characters long, at most "
                    + SyntaxLimits.MAX_IDENTIFIER + " are allowed";
            return token(TokenKind.IDENTIFIER, end, word, List.of(problem(pos, message, null)));
        }
        return token(TokenKind.IDENTIFIER, end, word);
    }

    /** Cuts {@code include "path"}; the path knows no escapes. Null when no quote follows on the line: an ordinary identifier. */
    private @Nullable Token include(int wordEnd) {
        int quote = wordEnd;
        while (at(quote) == ' ' || at(quote) == '\t') {
            quote++;
        }
        if (quote == wordEnd || at(quote) != '"') {
            return null;
        }
        int end = quote + 1;
        while (end < limit && source[end] != '"' && source[end] != '\n') {
            end++;
        }
        if (at(end) != '"') {
            return token(
                    TokenKind.ERROR,
                    end,
                    null,
                    List.of(problem(quote, "the include's path is not closed", "add the missing \"")));
        }
        return token(TokenKind.INCLUDE, end + 1, new String(source, quote + 1, end - quote - 1, UTF_8));
    }

    private static boolean isIntegerFunction(String word) {
        String name = word.startsWith("u") ? word.substring(1) : word;
        return switch (name) {
            case "int8", "int16", "int32", "int8be", "int16be", "int32be" -> true;
            default -> false;
        };
    }

    private Token stringReference(int sigil) {
        int end = nameEnd(pos + 1);
        if (sigil == '!' && end == pos + 1 && at(end) == '=') {
            return token(TokenKind.NE, end + 1, null);
        }
        String name = "$" + new String(source, pos + 1, end - pos - 1, UTF_8);
        return switch (sigil) {
            case '#' -> token(TokenKind.STRING_COUNT, end, name);
            case '@' -> token(TokenKind.STRING_OFFSET, end, name);
            case '!' -> token(TokenKind.STRING_LENGTH, end, name);
            default ->
                at(end) == '*'
                        ? token(TokenKind.STRING_WILDCARD, end + 1, name)
                        : token(TokenKind.STRING_ID, end, name);
        };
    }

    private Token number() {
        int second = at(pos + 1);
        if (source[pos] == '0' && second == 'x' && isHexDigit(at(pos + 2))) {
            int end = pos + 2;
            while (isHexDigit(at(end))) {
                end++;
            }
            return integer(pos + 2, end, 16, 1, end);
        }
        if (source[pos] == '0' && second == 'o' && isOctalDigit(at(pos + 2))) {
            int end = pos + 2;
            while (isOctalDigit(at(end))) {
                end++;
            }
            return integer(pos + 2, end, 8, 1, end);
        }
        int end = pos;
        while (isDigit(at(end))) {
            end++;
        }
        if (at(end) == '.' && isDigit(at(end + 1))) {
            do {
                end++;
            } while (isDigit(at(end)));
            return token(TokenKind.FLOAT, end, Double.valueOf(new String(source, pos, end - pos, UTF_8)));
        }
        if (at(end + 1) == 'B' && (at(end) == 'K' || at(end) == 'M')) {
            return integer(pos, end, 10, at(end) == 'K' ? 1 << 10 : 1 << 20, end + 2);
        }
        return integer(pos, end, 10, 1, end);
    }

    private Token integer(int from, int to, int radix, int unit, int end) {
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = Character.digit(source[i], radix);
            if (value > (Long.MAX_VALUE - digit) / radix) {
                return overflow(end);
            }
            value = value * radix + digit;
        }
        return value > Long.MAX_VALUE / unit ? overflow(end) : token(TokenKind.INTEGER, end, value * unit);
    }

    private Token overflow(int end) {
        String message = "integer overflow in \"" + excerpt(pos, end) + "\"";
        return token(
                TokenKind.INTEGER,
                end,
                0L,
                List.of(problem(pos, message, "the largest integer is 0x7fffffffffffffff")));
    }

    private Token punctuation(int b) {
        int second = at(pos + 1);
        TokenKind two = twoCharacters(b, second);
        return two != null ? token(two, pos + 2, null) : token(oneCharacter(b), pos + 1, null);
    }

    private static @Nullable TokenKind twoCharacters(int b, int second) {
        return switch (b) {
            case '.' -> second == '.' ? TokenKind.DOT_DOT : null;
            case '=' -> second == '=' ? TokenKind.EQ : null;
            case '<' -> second == '=' ? TokenKind.LE : second == '<' ? TokenKind.SHIFT_LEFT : null;
            case '>' -> second == '=' ? TokenKind.GE : second == '>' ? TokenKind.SHIFT_RIGHT : null;
            case '&' -> second == '&' ? TokenKind.AMPERSAND_AMPERSAND : null;
            case '|' -> second == '|' ? TokenKind.PIPE_PIPE : null;
            default -> null;
        };
    }

    private static TokenKind oneCharacter(int b) {
        return switch (b) {
            case '}' -> TokenKind.RIGHT_BRACE;
            case '(' -> TokenKind.LEFT_PAREN;
            case ')' -> TokenKind.RIGHT_PAREN;
            case '[' -> TokenKind.LEFT_BRACKET;
            case ']' -> TokenKind.RIGHT_BRACKET;
            case ':' -> TokenKind.COLON;
            case ',' -> TokenKind.COMMA;
            case '.' -> TokenKind.DOT;
            case '=' -> TokenKind.ASSIGN;
            case '<' -> TokenKind.LT;
            case '>' -> TokenKind.GT;
            case '|' -> TokenKind.PIPE;
            case '^' -> TokenKind.CARET;
            case '&' -> TokenKind.AMPERSAND;
            case '+' -> TokenKind.PLUS;
            case '-' -> TokenKind.MINUS;
            case '*' -> TokenKind.STAR;
            case '\\' -> TokenKind.BACKSLASH;
            case '%' -> TokenKind.PERCENT;
            case '~' -> TokenKind.TILDE;
            default -> TokenKind.OTHER;
        };
    }

    private int nameEnd(int from) {
        int end = from;
        while (isNameStart(at(end)) || isDigit(at(end))) {
            end++;
        }
        return end;
    }

    static boolean isNameStart(int b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '_';
    }

    static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    static boolean isOctalDigit(int b) {
        return b >= '0' && b <= '7';
    }

    static boolean isHexDigit(int b) {
        return isDigit(b) || (b >= 'a' && b <= 'f') || (b >= 'A' && b <= 'F');
    }
}
