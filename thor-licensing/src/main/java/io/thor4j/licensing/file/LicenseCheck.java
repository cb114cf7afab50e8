package io.thor4j.licensing.file;

import io.thor4j.licensing.own.License;
import io.thor4j.licensing.own.LicenseTerms;
import io.thor4j.licensing.own.Verdict;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A licence that was looked at. Immutable, may be shared by threads.
 *
 * @param source where it is: a path, {@code THOR_LICENSE}, or the server it came from
 * @param verdict what was found
 */
public record LicenseCheck(String source, Verdict verdict) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu/MM/dd", Locale.ROOT);
    private static final String UNKNOWN = "unknown";

    /** Returns whether the licence may be used. */
    public boolean valid() {
        return verdict.valid();
    }

    /**
     * Returns THOR's message about a licence (thor-scanner.md section 1.3), without level and module:
     * {@code License file found LICENSE: ... OWNER: ... TYPE: ... STARTS: 2026/11/22 EXPIRES: 2027/11/22 SCANNER: ... VALID: true REASON:}.
     * What cannot be known of a licence is {@code unknown}. It is one line, whatever the licence says.
     */
    public String line() {
        License license = verdict.license();
        LicenseTerms terms = license == null ? null : license.terms();
        StringBuilder line = new StringBuilder("License file found");
        add(line, "LICENSE", source);
        add(line, "OWNER", terms == null ? UNKNOWN : terms.owner());
        add(line, "TYPE", terms == null ? UNKNOWN : terms.type().text());
        add(line, "STARTS", terms == null ? UNKNOWN : day(terms.starts()));
        add(line, "EXPIRES", terms == null ? UNKNOWN : day(terms.expires()));
        add(line, "SCANNER", terms == null ? UNKNOWN : scanner(terms.scanner()));
        add(line, "VALID", String.valueOf(valid()));
        line.append(" REASON:");
        if (!verdict.reason().isEmpty()) {
            line.append(' ').append(oneLine(verdict.reason()));
        }
        return line.toString();
    }

    private static String day(LocalDate day) {
        return DAY.format(day);
    }

    private static String scanner(String name) {
        return name.equals(LicenseTerms.THOR) ? "THOR" : name;
    }

    private static void add(StringBuilder line, String key, String value) {
        line.append(' ').append(key).append(": ").append(oneLine(value));
    }

    private static String oneLine(String value) {
        StringBuilder safe = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                safe.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                safe.append(c);
            }
        }
        return safe.toString();
    }
}
