package io.thor4j.cli.conformance;

import io.thor4j.yara.Diagnostic;
import io.thor4j.yara.IncludeResolver;
import io.thor4j.yara.RuleMatch;
import io.thor4j.yara.ScanResult;
import io.thor4j.yara.StringMatch;
import io.thor4j.yara.YaraModules;
import io.thor4j.yara.YaraRules;
import io.thor4j.yara.YaraScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What thor's engine does with a case. Immutable; threads may share it.
 *
 * @param verdict match, nomatch, error or compiles
 * @param errors the error diagnostics
 * @param warnings the texts of the warnings
 * @param result the scan's result, null when nothing was scanned
 * @param missing why the case says nothing about the engine, null when it does: an included file that is not there
 */
record Observation(
        Verdict verdict,
        List<Diagnostic> errors,
        List<String> warnings,
        @Nullable ScanResult result,
        @Nullable String missing) {
    private static final String SOURCE = "case.yar";

    /** Compiles the rule of a case and, when it has input, scans that. */
    static Observation of(ConformanceCase recorded) {
        List<String> notFound = new ArrayList<>();
        YaraRules rules = compile(recorded, notFound);
        List<Diagnostic> errors = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (Diagnostic diagnostic : rules.diagnostics()) {
            if (diagnostic.severity() == Diagnostic.Severity.ERROR) {
                errors.add(diagnostic);
            } else {
                warnings.add(diagnostic.message());
            }
        }
        String missing = notFound.isEmpty() ? null : "included file is not there";
        byte[] input = recorded.input();
        if (!errors.isEmpty()) {
            return new Observation(Verdict.ERROR, errors, warnings, null, missing);
        }
        if (input == null) {
            return new Observation(Verdict.COMPILES, errors, warnings, null, missing);
        }
        YaraScanner scanner = rules.scanner();
        scanner.fastMode(recorded.fast());
        recorded.moduleData().forEach(scanner::moduleData);
        ScanResult result = scanner.scan(input);
        return new Observation(
                result.matches().isEmpty() ? Verdict.NOMATCH : Verdict.MATCH, errors, warnings, result, missing);
    }

    private static YaraRules compile(ConformanceCase recorded, List<String> notFound) {
        YaraRules.Builder builder = YaraRules.builder().module(YaraModules.tests());
        for (Map.Entry<String, Object> external : recorded.externals().entrySet()) {
            define(builder, external.getKey(), external.getValue());
        }
        Path base = recorded.includeBase();
        if (base != null) {
            builder.includes((path, including) -> include(base, path, notFound));
        }
        return builder.strictEscape(recorded.strictEscape())
                .source(YaraRules.DEFAULT_NAMESPACE, SOURCE, recorded.rule())
                .build();
    }

    private static void define(YaraRules.Builder builder, String name, Object value) {
        if (value instanceof Long number) {
            builder.define(name, number.longValue());
        } else if (value instanceof Double number) {
            builder.define(name, number.doubleValue());
        } else if (value instanceof Boolean truth) {
            builder.define(name, truth.booleanValue());
        } else {
            builder.define(name, String.valueOf(value));
        }
    }

    /** Finds an included file below the base, never outside of it. */
    private static IncludeResolver.@Nullable Included include(Path base, String path, List<String> notFound) {
        try {
            Path file = base.resolve(path).normalize();
            if (file.startsWith(base) && Files.isRegularFile(file)) {
                return new IncludeResolver.Included(file.toString(), Files.readAllBytes(file));
            }
        } catch (IOException | InvalidPathException e) {
            notFound.add(path);
            return null;
        }
        notFound.add(path);
        return null;
    }

    /** Returns whether some error has the code. */
    boolean hasError(String code) {
        return errors.stream().anyMatch(error -> error.code().equals(code));
    }

    /** Returns the rules that matched with the places of their strings, private strings too, as the records have them. */
    StringHits hits() {
        StringHits.Collector collector = new StringHits.Collector();
        for (RuleMatch match : matches()) {
            String rule = match.rule().name();
            collector.rule(rule);
            for (StringMatch string : match.strings()) {
                collector.hit(rule, string.identifier(), string.offset(), string.length());
            }
        }
        return collector.build();
    }

    List<RuleMatch> matches() {
        return result == null ? List.of() : result.matches();
    }

    /** Returns what the rules wrote to the console, a line feed after each line. */
    String console() {
        return result == null
                ? ""
                : String.join(
                        "", result.console().stream().map(line -> line + "\n").toList());
    }
}
