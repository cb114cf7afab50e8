package io.thor4j.yara.syntax;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tokens of one source with lookahead; reports what is wrong inside a token when the token is taken. Used by one thread. */
final class TokenStream {
    private final RuleLexer lexer;
    private final DiagnosticLog log;
    private final String source;
    private final List<Token> ahead = new ArrayList<>(4);
    private @Nullable Token previous;

    TokenStream(RuleLexer lexer, String source, DiagnosticLog log) {
        this.lexer = lexer;
        this.source = source;
        this.log = log;
    }

    Token peek() {
        return peek(0);
    }

    /** Returns the token that is {@code distance} tokens behind the next one; past the end, the end. */
    Token peek(int distance) {
        while (ahead.size() <= distance) {
            ahead.add(lexer.next());
        }
        return ahead.get(distance);
    }

    /** Returns the token taken last, null at the begin. */
    @Nullable
    Token previous() {
        return previous;
    }

    boolean at(TokenKind kind) {
        return peek().kind() == kind;
    }

    /** Takes the next token and reports what is wrong inside it. */
    Token next() {
        Token token = skip();
        for (Token.Problem problem : token.problems()) {
            log.error(problem);
        }
        return token;
    }

    /** Takes the next token in silence, for looking for the place to go on after an error. */
    Token skip() {
        Token token = peek();
        ahead.remove(0);
        previous = token;
        return token;
    }

    boolean accept(TokenKind kind) {
        if (at(kind)) {
            next();
            return true;
        }
        return false;
    }

    /**
     * Takes a token of the kind.
     *
     * @param kind what has to follow
     * @param expected how to call it in the message
     */
    Token expect(TokenKind kind, String expected) {
        if (!at(kind)) {
            throw unexpected(expected, null);
        }
        return next();
    }

    /**
     * Makes the error "expected this, found that" for the next token.
     *
     * @param expected what may stand here
     * @param hint what the author can do; null to look for a common mistake
     */
    SyntaxError unexpected(String expected, @Nullable String hint) {
        Token found = peek();
        if (found.kind() == TokenKind.ERROR) {
            return new SyntaxError(found.problems().get(0));
        }
        if (found.commentBefore() >= 0) {
            boolean regex =
                    previous != null && (previous.kind() == TokenKind.ASSIGN || previous.kind() == TokenKind.MATCHES);
            return new SyntaxError(lexer.strayComment(found, expected, regex));
        }
        String better = hint == null ? SyntaxHints.forUnexpected(this) : hint;
        return error(found, "expected " + expected + ", found " + describe(found), better);
    }

    /** Returns whether the parser is behind the name of a rule. */
    boolean insideRule() {
        return log.rule() != null;
    }

    /** Makes a syntax error at a token. */
    SyntaxError error(Token at, String message, @Nullable String hint) {
        return new SyntaxError(problem(DiagnosticLog.SYNTAX_ERROR, at, message, hint));
    }

    /** Reports an error that does not keep the parser from going on; the rule is left out all the same. */
    void report(String code, Token at, String message, @Nullable String hint) {
        log.error(problem(code, at, message, hint));
    }

    Position position(Token token) {
        return new Position(source, token.line(), token.column());
    }

    /** Returns the token as a message shows it. */
    String describe(Token token) {
        if (token.kind() == TokenKind.END) {
            return token.kind().text();
        }
        if (token.kind() == TokenKind.TEXT) {
            return "the text " + lexer.excerpt(token.start(), token.end());
        }
        return "\"" + lexer.excerpt(token.start(), token.end()) + "\"";
    }

    /** Goes on at another byte, behind the last token that was looked at. */
    void seek(int offset) {
        lexer.seek(offset);
        ahead.clear();
    }

    RuleLexer lexer() {
        return lexer;
    }

    private static Token.Problem problem(String code, Token at, String message, @Nullable String hint) {
        return new Token.Problem(code, at.line(), at.column(), message, hint);
    }
}
