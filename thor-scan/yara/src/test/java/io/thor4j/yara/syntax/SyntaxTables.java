package io.thor4j.yara.syntax;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.thor4j.yara.IncludeResolver;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** Reads the tables that tests compare with: one case a line, {@code #} begins a comment line, ¶ stands for a line end. */
final class SyntaxTables {
    private SyntaxTables() {}

    static List<String> read(String resource) {
        try (InputStream in = SyntaxTables.class.getResourceAsStream(resource)) {
            String text = new String(Objects.requireNonNull(in, resource).readAllBytes(), UTF_8);
            return text.lines().filter(l -> !l.isBlank() && !l.startsWith("# ")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ParsedSource parse(String text) {
        return parse(text.getBytes(UTF_8));
    }

    static ParsedSource parse(byte[] source) {
        return RuleParser.parse(source, "t", IncludeResolver.none());
    }

    /** Returns the names of the rules that survived, in order, joined by blanks. */
    static String rules(ParsedSource parsed) {
        return String.join(
                " ",
                parsed.file().items().stream()
                        .filter(RuleDecl.class::isInstance)
                        .map(item -> ((RuleDecl) item).name())
                        .toList());
    }

    /** Returns the names of the rules that were left out, in order, joined by blanks. */
    static String failed(ParsedSource parsed) {
        return String.join(
                " ",
                parsed.failedRules().stream()
                        .map(rule -> String.valueOf(rule.name()))
                        .toList());
    }
}
