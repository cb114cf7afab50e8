package io.thor4j.cli.conformance;

import io.thor4j.yara.Diagnostic;
import io.thor4j.yara.RuleMatch;
import io.thor4j.yara.StringMatch;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares what was recorded with what the engine did. Stateless. */
final class Comparison {
    private Comparison() {}

    /** Returns {@code expected ..., got ...}, or null when both agree. The texts of warnings are compared elsewhere. */
    static @Nullable String difference(Expectation expected, Observation got) {
        return switch (expected.verdict()) {
            case ERROR -> error(expected, got);
            case COMPILES -> compiles(expected, got);
            case SCAN_ERROR ->
                "expected the scan to fail with " + (expected.errorCode() == null ? "an error" : expected.errorCode())
                        + ", got " + verdict(got);
            case MATCH, NOMATCH -> scanned(expected, got);
        };
    }

    private static @Nullable String error(Expectation expected, Observation got) {
        String code = expected.errorCode();
        if (got.verdict() != Verdict.ERROR) {
            return "expected " + (code == null ? "an error" : code) + ", got " + verdict(got);
        }
        return code == null || got.hasError(code) ? null : "expected " + code + ", got " + errors(got);
    }

    private static @Nullable String compiles(Expectation expected, Observation got) {
        if (got.verdict() == Verdict.ERROR) {
            return "expected it to compile, got " + errors(got);
        }
        int warnings = got.warnings().size();
        if (warnings < expected.minWarnings()) {
            return "expected a warning, got none";
        }
        return warnings > expected.maxWarnings()
                ? "expected at most " + expected.maxWarnings() + " warnings, got " + got.warnings()
                : null;
    }

    private static @Nullable String scanned(Expectation expected, Observation got) {
        if (got.verdict() == Verdict.ERROR) {
            return "expected " + expected.verdict().text() + ", got " + errors(got);
        }
        int rules = got.matches().size();
        if (rules < expected.minRules() || rules > expected.maxRules()) {
            return "expected " + expected.verdict().text() + ", got " + verdict(got);
        }
        if (got.result() != null && !got.result().complete()) {
            return "expected a complete scan, got " + got.result().limits();
        }
        String difference = hits(expected, got);
        if (difference == null && expected.capture() != null) {
            difference = capture(expected.capture(), got);
        }
        if (difference == null
                && expected.console() != null
                && !expected.console().equals(got.console())) {
            difference = "expected console " + OneLine.of(expected.console()) + ", got " + OneLine.of(got.console());
        }
        return difference;
    }

    private static @Nullable String hits(Expectation expected, Observation got) {
        StringHits recorded = expected.hits();
        if (recorded == null) {
            return null;
        }
        StringHits ours = expected.firstHitsOnly() ? got.hits().cutLike(recorded) : got.hits();
        Map<String, Map<String, List<StringHits.Hit>>> want =
                expected.allRules() ? recorded.byRule() : recorded.nonEmpty();
        Map<String, Map<String, List<StringHits.Hit>>> have = expected.allRules() ? ours.byRule() : ours.nonEmpty();
        return want.equals(have) ? null : "expected matches " + want + ", got " + have;
    }

    private static @Nullable String capture(Expectation.Capture capture, Observation got) {
        for (RuleMatch rule : got.matches()) {
            for (StringMatch string : rule.strings()) {
                // The engine keeps only the first bytes of a long match.
                byte[] data = string.data();
                byte[] wanted = Arrays.copyOf(capture.data(), Math.min(capture.data().length, data.length));
                if (string.offset() == capture.offset()
                        && string.length() == capture.length()
                        && Arrays.equals(wanted, data)) {
                    return null;
                }
                return "expected first match " + capture.offset() + ":" + base64(capture.data()) + ", got "
                        + string.offset() + ":" + base64(data);
            }
        }
        return "expected first match " + capture.offset() + ":" + base64(capture.data()) + ", got no string match";
    }

    private static String base64(byte[] data) {
        return Base64.getEncoder().encodeToString(data);
    }

    private static String verdict(Observation got) {
        return switch (got.verdict()) {
            case ERROR -> errors(got);
            case MATCH ->
                got.matches().stream()
                        .map(match -> match.rule().name())
                        .collect(Collectors.joining(" ", "match of ", ""));
            default -> got.verdict().text();
        };
    }

    private static String errors(Observation got) {
        return got.errors().stream().map(Comparison::error).distinct().collect(Collectors.joining("; "));
    }

    private static String error(Diagnostic error) {
        return error.code() + ": " + error.message();
    }
}
