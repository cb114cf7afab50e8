package io.thor4j.yara.syntax;

import static io.thor4j.yara.syntax.TokenKind.ERROR;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tokens with a body: text, regex, hex string; and what people write in their place. Immutable; belongs to a {@link RuleLexer}. */
final class LiteralLexer {
    private static final String ESCAPES = "write \\\\ for a backslash; the escapes are \\t \\n \\r \\\" \\\\ and \\xHH";

    /** Problems of one text that are reported; finding a place costs time. */
    private static final int MAX_PROBLEMS = 16;

    private final byte[] source;
    private final int limit;

    LiteralLexer(byte[] source, int limit) {
        this.source = source;
        this.limit = limit;
    }

    /**
     * A literal.
     *
     * @param kind its kind
     * @param end behind its last byte
     * @param value see {@link Token#value}
     * @param problems see {@link Token#problems}
     */
    record Literal(TokenKind kind, int end, @Nullable Object value, List<Token.Problem> problems) {}

    /** Cuts a text; one that is not closed ends with its line. */
    Literal text(int start, RuleLexer lexer) {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        List<Token.Problem> problems = new ArrayList<>(0);
        int i = start + 1;
        while (i < limit && source[i] != '\n') {
            int b = source[i];
            if (b == '"') {
                if (value.size() > SyntaxLimits.MAX_LITERAL) {
                    problems.add(tooLong(start, "text", value.size(), lexer));
                }
                return new Literal(TokenKind.TEXT, i + 1, value.toByteArray(), List.copyOf(problems));
            }
            if (b != '\\') {
                value.write(b);
                i++;
            } else if (lexer.at(i + 1) < 0 || lexer.at(i + 1) == '\n') {
                i++;
            } else {
                i = escape(i, value, problems, lexer);
            }
        }
        return error(i, lexer.problem(start, "the text is not closed", unclosedTextHint(start, i)));
    }

    private int escape(int at, ByteArrayOutputStream value, List<Token.Problem> problems, RuleLexer lexer) {
        int c = source[at + 1];
        int plain = "tnr\"\\".indexOf(c);
        if (plain >= 0) {
            value.write("\t\n\r\"\\".charAt(plain));
            return at + 2;
        }
        if (c == 'x' && RuleLexer.isHexDigit(lexer.at(at + 2)) && RuleLexer.isHexDigit(lexer.at(at + 3))) {
            value.write(Character.digit(source[at + 2], 16) << 4 | Character.digit(source[at + 3], 16));
            return at + 4;
        }
        String message = c == 'x'
                ? "illegal escape sequence: two hex digits must follow \\x"
                : "illegal escape sequence \\" + lexer.excerpt(at + 1, at + 2);
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(lexer.problem(at, message, ESCAPES));
        }
        return at + 2;
    }

    private String unclosedTextHint(int start, int end) {
        int last = end - 1;
        while (last > start && source[last] <= ' ') {
            last--;
        }
        boolean escapedQuote = last > start + 1 && source[last] == '"' && source[last - 1] == '\\';
        return escapedQuote
                ? "the last quote is escaped by the backslash before it; write \\\\\" to end with a backslash"
                : "add the missing closing \"; a text ends on its line";
    }

    /** Cuts a regex with its flags; one that is not closed ends with its line. */
    Literal regex(int start, RuleLexer lexer, @Nullable TokenKind before) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int i = start + 1;
        while (i < limit && source[i] != '\n') {
            int b = source[i];
            int next = lexer.at(i + 1);
            if (b == '/') {
                return regexEnd(start, i + 1, body, lexer);
            }
            if (b == '\\' && next >= 0 && next != '\n') {
                if (next != '/') {
                    body.write(b);
                }
                body.write(next);
                i += 2;
            } else {
                body.write(b);
                i++;
            }
        }
        boolean division = before == TokenKind.INTEGER
                || before == TokenKind.RIGHT_PAREN
                || before == TokenKind.FILESIZE
                || before == TokenKind.STRING_COUNT
                || before == TokenKind.IDENTIFIER;
        String hint = division
                ? "/ begins a regular expression, division is written \\"
                : "add the missing closing /; a regular expression ends on its line";
        return error(i, lexer.problem(start, "the regular expression is not closed", hint));
    }

    private static Literal regexEnd(int start, int end, ByteArrayOutputStream body, RuleLexer lexer) {
        // The flags are exactly i, s or is (lexer.l:658); a letter behind them is a token of its own.
        int flags = end;
        boolean nocase = lexer.at(flags) == 'i';
        flags += nocase ? 1 : 0;
        boolean dotAll = lexer.at(flags) == 's';
        flags += dotAll ? 1 : 0;
        List<Token.Problem> problems = body.size() > SyntaxLimits.MAX_LITERAL
                ? List.of(tooLong(start, "regular expression", body.size(), lexer))
                : List.of();
        return new Literal(TokenKind.REGEX, flags, new Token.Regex(body.toByteArray(), nocase, dotAll), problems);
    }

    /**
     * Cuts a hex string: everything to the first closing brace outside comments, as long as only characters of hex strings occur
     * (lexer.l:732). The brace alone is an error otherwise, so that what follows is read as usual.
     */
    Literal hex(int start, RuleLexer lexer) {
        int i = start + 1;
        boolean braceInComment = false;
        while (i < limit) {
            int b = source[i];
            if (b == '}') {
                return i == start + 1
                        ? error(i + 1, lexer.problem(start, "the hex string is empty", null))
                        : new Literal(TokenKind.HEX, i + 1, Arrays.copyOfRange(source, start + 1, i), List.of());
            }
            if (b == '/' && lexer.at(i + 1) == '/') {
                while (i < limit && source[i] != '\n') {
                    braceInComment |= source[i] == '}';
                    i++;
                }
            } else if (b == '/' && lexer.at(i + 1) == '*') {
                int end = commentEnd(i + 2);
                if (end < 0) {
                    return error(start + 1, lexer.problem(i, "the comment in the hex string is never closed", null));
                }
                i = end;
            } else if (RuleLexer.isHexDigit(b) || " -|~?[]()\n\r\t".indexOf(b) >= 0) {
                i++;
            } else {
                break;
            }
        }
        return error(start + 1, hexProblem(start, i, braceInComment, lexer));
    }

    private Token.Problem hexProblem(int start, int stop, boolean braceInComment, RuleLexer lexer) {
        if (braceInComment) {
            String hint = "the closing brace stands in a // comment; put it on the next line";
            return lexer.problem(start, "the hex string is not closed", hint);
        }
        int word = stop;
        while (word > start + 1 && RuleLexer.isHexDigit(source[word - 1])) {
            word--;
        }
        int wordEnd = stop;
        while (RuleLexer.isNameStart(lexer.at(wordEnd))) {
            wordEnd++;
        }
        String text = lexer.excerpt(word, wordEnd);
        if (stop >= limit || source[stop] == '$' || text.equals("condition") || text.equals("rule")) {
            return lexer.problem(start, "the hex string is not closed", "add the missing } at its end");
        }
        return lexer.problem(
                stop,
                "the character \"" + lexer.excerpt(stop, stop + 1) + "\" cannot stand in a hex string",
                "a hex string holds pairs of hex digits, ? as a digit, ~, jumps such as [2-4] and ( | )");
    }

    private int commentEnd(int from) {
        for (int i = from; i + 1 < limit; i++) {
            if (source[i] == '*' && source[i + 1] == '/') {
                return i + 2;
            }
        }
        return -1;
    }

    /** Cuts a text in single quotes to its closing quote on the line, so that it counts as one mistake. */
    Literal singleQuoted(int start, RuleLexer lexer) {
        int end = start + 1;
        while (end < limit && source[end] != '\n' && source[end] != '\'') {
            end++;
        }
        boolean closed = lexer.at(end) == '\'';
        return error(
                closed ? end + 1 : start + 1,
                lexer.problem(start, "single quotes mean nothing in YARA", "write texts in double quotes"));
    }

    /** Cuts one character outside ASCII, or a control character. */
    Literal foreign(int start, RuleLexer lexer) {
        int b = source[start] & 0xFF;
        int length = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : b >= 0xC0 ? 2 : 1;
        int end = start + 1;
        while (end < start + length && end < limit && (source[end] & 0xC0) == 0x80) {
            end++;
        }
        String character = lexer.excerpt(start, end);
        String message = b < 0x80
                ? "the control character " + character + " cannot stand in a rule"
                : "the non-ASCII character " + character + " can stand only in texts, regular expressions and comments";
        return error(end, lexer.problem(start, message, foreignHint(start, end)));
    }

    private @Nullable String foreignHint(int start, int end) {
        String text = new String(source, start, end - start, UTF_8);
        return switch (text) {
            case "\u201c", "\u201d", "\u201e", "\u201f", "\u00ab", "\u00bb", "\u2018", "\u2019" ->
                "typographic quotes mean nothing in YARA, write texts in \"";
            case "\u00a0", "\u2003", "\u202f", "\u3000" -> "this is a special blank, write an ordinary one";
            case "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff" -> "this is an invisible character, delete it";
            case "\u2013", "\u2014", "\u2212" -> "this is a typographic dash, write -";
            case "\u2026" -> "this is a typographic ellipsis, write ..";
            default ->
                start == 0 && (source[0] == (byte) 0xFF || source[0] == (byte) 0xFE)
                        ? "the source seems to be UTF-16, save it as UTF-8"
                        : null;
        };
    }

    private static Token.Problem tooLong(int start, String what, int length, RuleLexer lexer) {
        return lexer.problem(
                start,
                "the " + what + " is " + length + " bytes long, at most " + SyntaxLimits.MAX_LITERAL + " are allowed",
                null);
    }

    private static Literal error(int end, Token.Problem problem) {
        return new Literal(ERROR, end, null, List.of(problem));
    }
}
