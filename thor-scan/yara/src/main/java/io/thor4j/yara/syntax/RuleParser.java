package io.thor4j.yara.syntax;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.thor4j.yara.Diagnostic;
import io.thor4j.yara.IncludeResolver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses rule text by the grammar of libyara 4.5. Never throws because of the text: every mistake is a diagnostic, a rule with an error is
 * left out and the others stay. Threads may call it at the same time.
 */
public final class RuleParser {
    private static final String ITEM = "\"rule\", \"import\" or \"include\"";

    private final IncludeResolver includes;
    private final List<RuleFile.Item> items = new ArrayList<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final List<ParsedSource.FailedRule> failedRules = new ArrayList<>();
    private final Deque<String> openSources = new ArrayDeque<>();
    private int included;

    private RuleParser(IncludeResolver includes) {
        this.includes = includes;
    }

    /**
     * Parses a source and what it includes.
     *
     * @param source rule text; a NUL ends it
     * @param sourceName how positions name it; a file's path when includes are to be found beside it
     * @param includes finds included sources
     */
    public static ParsedSource parse(byte[] source, String sourceName, IncludeResolver includes) {
        RuleParser parser = new RuleParser(includes);
        parser.parseSource(source, sourceName);
        return new ParsedSource(
                new RuleFile(List.copyOf(parser.items)),
                List.copyOf(parser.diagnostics),
                List.copyOf(parser.failedRules));
    }

    private void parseSource(byte[] source, String name) {
        openSources.push(name);
        RuleLexer lexer = new RuleLexer(source);
        DiagnosticLog log = new DiagnosticLog(name, diagnostics);
        TokenStream in = new TokenStream(lexer, name, log);
        ErrorRecovery recovery = new ErrorRecovery(in, source);
        if (lexer.hasByteOrderMark()) {
            String message = "the source begins with a byte order mark";
            log.error(new Token.Problem(DiagnosticLog.SYNTAX_ERROR, 1, 1, message, "save it as UTF-8 without BOM"));
        }
        while (!in.at(TokenKind.END)) {
            log.leaveRule();
            parseItem(in, log, recovery);
        }
        log.leaveRule();
        warnAboutEnd(source, lexer, in.peek(), log);
        openSources.pop();
    }

    private void parseItem(TokenStream in, DiagnosticLog log, ErrorRecovery recovery) {
        switch (in.peek().kind()) {
            case RULE, PRIVATE, GLOBAL -> parseRule(in, log, recovery);
            case IMPORT -> {
                try {
                    parseImport(in);
                } catch (SyntaxError e) {
                    log.error(e.problem());
                    recovery.resume(false);
                }
            }
            case INCLUDE -> parseInclude(in, log);
            default -> {
                Token name = recovery.misspeltRule();
                String hint = null;
                if (name != null) {
                    hint = "a rule begins with rule, in lower case";
                    log.enterRule(name.name());
                    failedRules.add(new ParsedSource.FailedRule(name.name(), in.position(name), List.of()));
                }
                log.error(in.unexpected(ITEM, hint).problem());
                recovery.resume(true);
            }
        }
    }

    private void parseRule(TokenStream in, DiagnosticLog log, ErrorRecovery recovery) {
        RuleDeclarationParser parser = new RuleDeclarationParser(in, log);
        try {
            RuleDecl rule = parser.parse();
            if (!log.failed()) {
                items.add(rule);
                return;
            }
        } catch (SyntaxError e) {
            log.error(e.problem());
            recovery.resume(false);
        }
        failedRules.add(new ParsedSource.FailedRule(log.rule(), parser.where(), parser.strings()));
    }

    private void parseImport(TokenStream in) {
        Token keyword = in.next();
        if (!in.at(TokenKind.TEXT)) {
            throw in.unexpected("the module's name in double quotes", null);
        }
        Token module = in.next();
        String name = new String(module.bytes(), UTF_8);
        if (name.indexOf(0) >= 0) {
            in.report("ERROR_INVALID_MODULE_NAME", module, "the module's name contains a NUL", null);
        } else if (module.problems().isEmpty()) {
            items.add(new RuleFile.Import(in.position(keyword), name));
        }
    }

    private void parseInclude(TokenStream in, DiagnosticLog log) {
        Token include = in.next();
        String path = include.name();
        if (openSources.size() > SyntaxLimits.MAX_INCLUDE_DEPTH) {
            includeError(in, include, "includes are nested more than " + SyntaxLimits.MAX_INCLUDE_DEPTH + " deep");
            return;
        }
        if (++included > SyntaxLimits.MAX_INCLUDES) {
            if (included == SyntaxLimits.MAX_INCLUDES + 1) {
                includeError(in, include, "there are more than " + SyntaxLimits.MAX_INCLUDES + " includes");
            }
            return;
        }
        IncludeResolver.@Nullable Included found = includes.resolve(path, openSources.peek());
        if (found == null) {
            includeError(in, include, "the included file \"" + path + "\" cannot be found or read");
        } else if (openSources.contains(found.name())) {
            includeError(in, include, "circular include of \"" + found.name() + "\"");
        } else {
            parseSource(found.bytes(), found.name());
            log.leaveRule();
        }
    }

    private static void includeError(TokenStream in, Token include, String message) {
        in.report(DiagnosticLog.SYNTAX_ERROR, include, message, null);
    }

    /** Warns when text is not read that its author may have meant to be read; libyara says nothing. */
    private static void warnAboutEnd(byte[] source, RuleLexer lexer, Token end, DiagnosticLog log) {
        if (end.commentBefore() >= 0) {
            String message = "the comment is never closed, what follows is not read";
            log.warningUnlessReported(lexer.warning(end.commentBefore(), message, "add */"));
        }
        int rest = lexer.limit();
        while (rest < source.length && ((source[rest] >= 0 && source[rest] <= ' ') || source[rest] == 0x1A)) {
            rest++;
        }
        if (rest < source.length) {
            String message = "a NUL ends the source, " + (source.length - lexer.limit()) + " bytes are not read";
            log.warning(lexer.warning(lexer.limit(), message, "if the source is UTF-16, save it as UTF-8"));
        }
    }
}
