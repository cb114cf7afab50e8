package io.thor4j.yara.compile;

import io.thor4j.yara.Diagnostic;
import io.thor4j.yara.LeftOutRule;
import io.thor4j.yara.YaraMeta;
import io.thor4j.yara.YaraRule;
import io.thor4j.yara.eval.ExternalVariable;
import io.thor4j.yara.eval.Ir;
import io.thor4j.yara.eval.RuleImage;
import io.thor4j.yara.pattern.PatternException;
import io.thor4j.yara.scan.PatternSet;
import io.thor4j.yara.spi.YaraModule;
import io.thor4j.yara.syntax.ParsedSource;
import io.thor4j.yara.syntax.Position;
import io.thor4j.yara.syntax.RuleDecl;
import io.thor4j.yara.syntax.RuleFile;
import io.thor4j.yara.syntax.StringDecl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns syntax trees into resolved rules. A rule with a mistake is left out and reported, with the rules that need it; everything else
 * stays. Conditions are compiled by recursion, so run it where the stack is deep. Used by one thread.
 */
public final class RuleCompiler {
    /** Atoms of a rule from which on libyara warns (limits.h:86). */
    private static final long MANY_ATOMS = 12_000;

    private final CompilerSettings settings;
    private final Map<String, NamespaceScope> namespaces = new LinkedHashMap<>();
    private final List<RuleImage.Rule> rules = new ArrayList<>();
    private final List<List<Position>> stringPositions = new ArrayList<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final List<LeftOutRule> leftOut = new ArrayList<>();
    private final PatternSet.Builder patterns = PatternSet.builder();

    /**
     * Makes a compiler.
     *
     * @param modules modules by name
     * @param externals external variables, each name once
     * @param strictEscape whether unknown escape sequences in regexes are worth a warning
     */
    public RuleCompiler(Map<String, YaraModule> modules, List<ExternalVariable> externals, boolean strictEscape) {
        this.settings = CompilerSettings.of(new ModuleTable(modules), externals, strictEscape, patterns.budget());
    }

    /**
     * Compiles the strings of sources that are going to be added, on several threads. Changes nothing but the time that it takes.
     *
     * @param sources the sources
     * @param threads how many threads, at least 1
     */
    public void prepare(List<ParsedSource> sources, int threads) {
        patterns.prepare(StringPreparation.of(sources, threads));
    }

    /**
     * Compiles the rules of a source.
     *
     * @param namespace the namespace they belong to
     * @param source what the parser made of it
     */
    public void add(String namespace, ParsedSource source) {
        NamespaceScope scope =
                namespaces.computeIfAbsent(namespace, name -> new NamespaceScope(name, namespaces.size()));
        diagnostics.addAll(source.diagnostics());
        for (ParsedSource.FailedRule failed : source.failedRules()) {
            addFailed(scope, failed);
        }
        for (RuleFile.Item item : source.file().items()) {
            if (item instanceof RuleFile.Import module) {
                addImport(scope, module);
            } else if (item instanceof RuleDecl rule) {
                addRule(scope, rule);
            }
        }
    }

    /** Returns what came of everything that was added. */
    public CompiledRules finish() {
        RuleImage image = new RuleImage(
                new ArrayList<>(namespaces.keySet()),
                settings.externals(),
                settings.modules().used(),
                rules);
        return new CompiledRules(image, diagnostics, leftOut, patterns, stringPositions);
    }

    /** A rule with a syntax error. libyara reads from the front and names the first error, which may be in a string. */
    private void addFailed(NamespaceScope scope, ParsedSource.FailedRule failed) {
        String name = failed.name();
        for (StringDecl string : failed.strings()) {
            try {
                checkString(string);
            } catch (RuleError e) {
                diagnostics.add(diagnostic(e, name == null ? "" : name));
                break;
            }
        }
        if (name != null) {
            scope.addMissing(name);
            String at = failed.position().toString();
            leftOut.add(new LeftOutRule(scope.name(), name, false, at + ": syntax error, see the diagnostics"));
        }
    }

    private void addImport(NamespaceScope scope, RuleFile.Import item) {
        String name = item.module();
        if (settings.modules().get(name) != null) {
            scope.addImport(name);
            return;
        }
        scope.addMissingModule(name);
        Position at = item.position();
        boolean valid = !name.isEmpty() && name.indexOf('\0') < 0;
        diagnostics.add(new Diagnostic(
                Diagnostic.Severity.ERROR,
                valid ? ErrorCode.UNKNOWN_MODULE : ErrorCode.INVALID_MODULE_NAME,
                at.source(),
                at.line(),
                at.column(),
                null,
                (valid ? "unknown module \"" : "invalid module name \"") + name + "\"",
                Suggestion.didYouMean(name, settings.modules().names())));
    }

    private void addRule(NamespaceScope scope, RuleDecl rule) {
        List<Diagnostic> warnings = new ArrayList<>();
        boolean named = false;
        try {
            checkName(scope, rule);
            scope.addRule(rule.name(), rules.size());
            named = true;
            rules.add(compile(scope, rule, warnings));
            stringPositions.add(
                    rule.strings().stream().map(StringDecl::position).toList());
            diagnostics.addAll(warnings);
        } catch (RuleError e) {
            if (named) {
                scope.removeRule(rule.name());
                scope.addMissing(rule.name());
            }
            diagnostics.addAll(warnings);
            Diagnostic error = diagnostic(e, rule.name());
            diagnostics.add(error);
            leftOut.add(new LeftOutRule(scope.name(), rule.name(), rule.isGlobal(), error.toString()));
        }
    }

    private static Diagnostic diagnostic(RuleError e, String rule) {
        Position at = e.position();
        return new Diagnostic(
                Diagnostic.Severity.ERROR,
                e.code(),
                at.source(),
                at.line(),
                at.column(),
                rule.isEmpty() ? null : rule,
                e.getMessage(),
                e.hint());
    }

    private void checkName(NamespaceScope scope, RuleDecl rule) throws RuleError {
        String name = rule.name();
        boolean external = settings.externalIndexes().containsKey(name);
        if (scope.rule(name) != null || external) {
            throw new RuleError(
                    rule.position(),
                    ErrorCode.DUPLICATED_IDENTIFIER,
                    "duplicated identifier \"" + name + "\"",
                    external ? "an external variable has this name" : "a rule of this namespace has this name");
        }
        String wildcard = scope.wildcardFor(name);
        if (wildcard != null) {
            throw new RuleError(
                    rule.position(),
                    ErrorCode.MATCHES_WILDCARD,
                    "rule identifier \"" + name + "\" matches previously used wildcard rule set",
                    "an earlier condition asks for " + wildcard + "; declare this rule before it or rename it");
        }
    }

    private RuleImage.Rule compile(NamespaceScope scope, RuleDecl rule, List<Diagnostic> warnings) throws RuleError {
        StringTable strings = new StringTable(rule.name(), rule.position(), rule.strings());
        RuleContext context = new RuleContext(rule.name(), rules.size(), scope, strings, settings, warnings);
        for (StringDecl string : rule.strings()) {
            for (String warning : checkString(string)) {
                warn(context, string, warning);
            }
        }
        Typed condition = new ConditionCompiler(context).bool(rule.condition());
        if (atoms(rule) > MANY_ATOMS) {
            context.warn(rule.position(), "rule is slowing down scanning");
        }
        strings.checkReferences();
        if (condition.ir().depth() > Ir.MAX_DEPTH) {
            throw new RuleError(
                    rule.condition().position(),
                    ErrorCode.STACK_OVERFLOW,
                    "the condition has " + condition.ir().depth() + " levels, more than " + Ir.MAX_DEPTH);
        }
        return new RuleImage.Rule(
                scope.index(), info(scope, rule), strings.entries(), condition.ir(), condition.needsMatch());
    }

    private long atoms(RuleDecl rule) throws RuleError {
        long atoms = 0;
        for (StringDecl string : rule.strings()) {
            try {
                atoms += patterns.atoms(string.spec());
            } catch (PatternException e) {
                // Every string was checked before, which reports it.
                throw new RuleError(string.position(), e.code(), e.getMessage());
            }
        }
        return atoms;
    }

    private void warn(RuleContext context, StringDecl string, String warning) {
        if (warning.equals(EscapeCheck.MESSAGE)) {
            if (settings.strictEscape()) {
                context.warn(string.position(), warning);
            }
            return;
        }
        // libyara names the string in two ways.
        boolean bare = warning.startsWith("contains ");
        String subject = bare ? string.identifier() : "string \"" + string.identifier() + "\"";
        context.warn(string.position(), subject + " " + warning);
    }

    /** Checks a string's body and returns what libyara would warn of. */
    private List<String> checkString(StringDecl string) throws RuleError {
        try {
            return patterns.check(string.spec()).stream().distinct().toList();
        } catch (PatternException e) {
            Position body = string.bodyPosition();
            String kind = switch (string.spec().kind()) {
                case TEXT -> "string";
                case HEX -> "hex string";
                case REGEX -> "regular expression";
            };
            throw new RuleError(
                    inside(body, string.spec().body(), e.offset()),
                    e.code(),
                    "invalid " + kind + " \"" + string.identifier() + "\": " + e.getMessage(),
                    e.hint());
        }
    }

    /** Returns the place of an offset in a string's body, which may have line ends. */
    private static Position inside(Position body, byte[] text, int offset) {
        int line = body.line();
        int column = body.column();
        for (int i = 0; i < offset && i < text.length; i++) {
            if (text[i] == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return new Position(body.source(), line, column);
    }

    private static YaraRule info(NamespaceScope scope, RuleDecl rule) {
        List<String> tags = new ArrayList<>();
        for (RuleDecl.Tag tag : rule.tags()) {
            tags.add(tag.name());
        }
        List<YaraMeta> meta = new ArrayList<>();
        for (RuleDecl.Meta entry : rule.meta()) {
            if (entry.value() instanceof Long number) {
                meta.add(YaraMeta.of(entry.key(), number));
            } else if (entry.value() instanceof Boolean truth) {
                meta.add(YaraMeta.of(entry.key(), truth));
            } else if (entry.value() instanceof byte[] text) {
                meta.add(YaraMeta.of(entry.key(), text));
            }
        }
        List<String> identifiers = new ArrayList<>();
        for (StringDecl string : rule.strings()) {
            identifiers.add(string.identifier());
        }
        return new YaraRule(scope.name(), rule.name(), tags, meta, rule.isPrivate(), rule.isGlobal(), identifiers);
    }
}
