package io.thor4j.scan.signature;

import io.thor4j.scan.ioc.SignatureDiagnostic;
import io.thor4j.scan.ioc.SignatureDiagnostic.Severity;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which signatures a scan used, for its report. Immutable.
 *
 * @param name the folder, or {@code signatures} for a set made by code
 * @param digest SHA-256 over names and contents of all files that were used, lower-case hex: equal sets have equal digests
 * @param files how many files were used
 * @param counts how many signatures there are by kind, such as {@code yara log}, {@code hash}, {@code filename}; none is 0
 * @param diagnostics what is wrong with the files, and what was left out of them
 */
public record SignatureSetInfo(
        String name, String digest, int files, Map<String, Long> counts, List<SignatureDiagnostic> diagnostics) {
    /** Makes the information; maps and lists are copied. */
    public SignatureSetInfo {
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
        diagnostics = List.copyOf(diagnostics);
    }

    /** Returns how many diagnostics say that something was left out. */
    public long errors() {
        return diagnostics.stream()
                .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
                .count();
    }

    /** Returns how many signatures there are in all. */
    public long signatures() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
