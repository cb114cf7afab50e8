package io.thor4j.cli.conformance;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What libyara 4.5.8 did with a case, as far as it was recorded. Immutable; threads may share it.
 *
 * @param verdict match, nomatch...
 * @param errorCode libyara's name of the error, null when it was not recorded
 * @param minRules how many rules match at least
 * @param maxRules how many rules match at most
 * @param hits rules and their strings' matches, null when they were not recorded
 * @param allRules whether {@code hits} names every rule that matches, not only those with string matches
 * @param firstHitsOnly whether {@code hits} may have only the first matches of a string
 * @param capture the first match with its bytes, null when it was not recorded
 * @param console what console.log wrote, null when nobody asked
 * @param minWarnings how many warnings at least
 * @param maxWarnings how many warnings at most
 * @param warnings the texts of the warnings, null when they were not recorded; compared apart from the verdict
 */
record Expectation(
        Verdict verdict,
        @Nullable String errorCode,
        long minRules,
        long maxRules,
        @Nullable StringHits hits,
        boolean allRules,
        boolean firstHitsOnly,
        @Nullable Capture capture,
        @Nullable String console,
        long minWarnings,
        long maxWarnings,
        @Nullable List<String> warnings) {

    /** The first match of a case of kind capture. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Capture(long offset, long length, byte[] data) {}

    /** Reads what is expected, of a case of libyara's suite or of a probe. */
    static Expectation read(JsonObject record) {
        if (record.has("libyara_458")) {
            return ofProbe(record.object("libyara_458"));
        }
        JsonObject expect = record.object("expect");
        StringHits hits = record.has("oracle_matches") ? StringHits.read(record.object("oracle_matches")) : null;
        long minWarnings = expect.number("min_warnings", 0);
        long maxWarnings = expect.number("max_warnings", Long.MAX_VALUE);
        Verdict verdict = verdict(record.requiredText("kind"));
        String errorCode = record.text("expected_error");
        Capture capture = null;
        byte[] data = expect.base64("matched_b64");
        if (data != null) {
            capture = new Capture(expect.number("offset", 0), expect.number("length", data.length), data);
        }
        long exact = expect.number("rules_matching", -1);
        long minRules = exact >= 0 ? exact : expect.number("min_rules_matching", verdict == Verdict.MATCH ? 1 : 0);
        long maxRules = exact >= 0 ? exact : verdict == Verdict.NOMATCH ? 0 : Long.MAX_VALUE;
        return new Expectation(
                verdict,
                errorCode,
                minRules,
                maxRules,
                hits,
                false,
                false,
                capture,
                null,
                minWarnings,
                maxWarnings,
                null);
    }

    private static Expectation ofProbe(JsonObject recorded) {
        Verdict verdict = verdict(recorded.requiredText("result"));
        String detail = recorded.text("detail");
        String errorCode = null;
        if (detail != null) {
            int colon = detail.indexOf(':');
            errorCode = colon < 0 ? detail : detail.substring(0, colon);
        }
        List<String> warnings = new ArrayList<>();
        recorded.list("warnings").forEach(text -> warnings.add(String.valueOf(text)));
        boolean scanned = verdict == Verdict.MATCH || verdict == Verdict.NOMATCH;
        return new Expectation(
                verdict,
                errorCode,
                verdict == Verdict.MATCH ? 1 : 0,
                verdict == Verdict.NOMATCH ? 0 : Long.MAX_VALUE,
                scanned ? StringHits.read(recorded.object("matches")) : null,
                true,
                recorded.has("more"),
                null,
                scanned ? (recorded.has("console") ? recorded.requiredText("console") : "") : null,
                0,
                Long.MAX_VALUE,
                scanned ? warnings : null);
    }

    private static Verdict verdict(String text) {
        return switch (text) {
            case "match", "capture" -> Verdict.MATCH;
            case "nomatch" -> Verdict.NOMATCH;
            case "error" -> Verdict.ERROR;
            case "scan-error" -> Verdict.SCAN_ERROR;
            case "compiles", "warning" -> Verdict.COMPILES;
            default -> throw new BadCaseException("unknown kind " + text);
        };
    }
}
