package io.thor4j.yara.syntax;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds where to go on after an error, so that one bad rule never costs the rest: the next token that plausibly begins a rule, an import
 * or an include. Belongs to one {@link TokenStream}.
 */
final class ErrorRecovery {
    private static final int MAX_MODIFIERS = 8;

    private static final String HEADER = "(?:(?:private|global)\\s{1,99}){0,8}+rule\\s++\\w++\\s*+[:{]";

    /** A rule behind a closing brace, swallowed by a literal that is not closed in a source of one line. */
    private static final Pattern INLINE_HEADER = Pattern.compile("\\}\\s*+(" + HEADER + ")");

    /** A rule at the begin of a line, swallowed by a comment that is none. */
    private static final Pattern LINE_HEADER = Pattern.compile("(?m)^[ \\t]*+(" + HEADER + ")");

    private final TokenStream in;
    private final byte[] source;
    private int rescans;

    ErrorRecovery(TokenStream in, byte[] source) {
        this.in = in;
        this.source = source;
    }

    /**
     * Passes over tokens until the next one plausibly begins something. The next token itself may do so.
     *
     * @param takeOne whether to pass over the next token in any case, so that the parser gets on
     */
    void resume(boolean takeOne) {
        Token before = in.previous();
        if (before != null && !takeOne && seekInside(before)) {
            return;
        }
        boolean force = takeOne;
        while (true) {
            Token token = in.peek();
            if (token.commentBefore() >= 0 && rescans < SyntaxLimits.MAX_COMMENT_RESCANS) {
                int header = find(LINE_HEADER, token.commentBefore() + 2, token.start());
                if (header >= 0) {
                    rescans++;
                    in.seek(header);
                    return;
                }
            }
            if (token.kind() == TokenKind.END || (!force && beginsItem())) {
                return;
            }
            if (token.kind() == TokenKind.ERROR && seekInside(token)) {
                return;
            }
            force = false;
            in.skip();
        }
    }

    /** Goes to a rule inside a literal that was closed by another literal's quote, or by the end of the line. */
    private boolean seekInside(Token literal) {
        switch (literal.kind()) {
            case ERROR, TEXT, REGEX -> {
                int header = find(INLINE_HEADER, literal.start(), literal.end());
                if (header >= 0) {
                    in.seek(header);
                    return true;
                }
                return false;
            }
            default -> {
                return false;
            }
        }
    }

    private int find(Pattern header, int from, int to) {
        if (to - from < "rule a{".length()) {
            return -1;
        }
        Matcher matcher = header.matcher(new String(source, from, to - from, ISO_8859_1));
        return matcher.find() ? from + matcher.start(1) : -1;
    }

    private boolean beginsItem() {
        Token token = in.peek();
        return switch (token.kind()) {
            case RULE -> token.firstOnLine() || isHeader(1);
            case PRIVATE, GLOBAL -> modifiersOfRule();
            case IMPORT -> in.peek(1).kind() == TokenKind.TEXT && startsStatement(token);
            case INCLUDE -> startsStatement(token);
            case IDENTIFIER ->
                // A misspelt "rule"; it is worth an error of its own.
                afterBrace() && token.firstOnLine() && isHeader(1);
            default -> false;
        };
    }

    private boolean modifiersOfRule() {
        Token first = in.peek();
        int count = 1;
        while (count < MAX_MODIFIERS && isModifier(in.peek(count).kind())) {
            count++;
        }
        Token rule = in.peek(count);
        // Else a string's "private" could be taken for the next rule's.
        boolean together = first.firstOnLine() || first.line() == rule.line();
        return rule.kind() == TokenKind.RULE && together && (first.firstOnLine() || isHeader(count + 1));
    }

    private static boolean isModifier(TokenKind kind) {
        return kind == TokenKind.PRIVATE || kind == TokenKind.GLOBAL;
    }

    /** Tells whether a name and an opening brace or colon follow. */
    private boolean isHeader(int distance) {
        TokenKind behind = in.peek(distance + 1).kind();
        return in.peek(distance).kind() == TokenKind.IDENTIFIER
                && (behind == TokenKind.LEFT_BRACE || behind == TokenKind.COLON);
    }

    private boolean startsStatement(Token token) {
        return token.firstOnLine() || afterBrace();
    }

    private boolean afterBrace() {
        Token before = in.previous();
        return before != null && before.kind() == TokenKind.RIGHT_BRACE;
    }

    /** Returns the name of a rule whose keyword is misspelt, null when the next tokens are no such thing. */
    @Nullable
    Token misspeltRule() {
        return in.at(TokenKind.IDENTIFIER) && isHeader(1) ? in.peek(1) : null;
    }
}
