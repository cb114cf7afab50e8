package io.thor4j.scan.ioc;

import io.thor4j.scan.ioc.SignatureDiagnostic.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one signature file; a file that is all wrong does not fill the memory. For one thread. */
public final class DiagnosticLog {
    /** Diagnostics kept of one file, ours; further ones are counted. */
    public static final int MAX_KEPT = 1_000;

    private static final int MAX_REASON = 300;

    private final String file;
    private final List<SignatureDiagnostic> kept = new ArrayList<>();
    private long errors;
    private long warnings;

    /**
     * Makes an empty log.
     *
     * @param file what diagnostics call the file
     */
    public DiagnosticLog(String file) {
        this.file = file;
    }

    /** Returns what diagnostics call the file. */
    public String file() {
        return file;
    }

    void error(int line, int column, String reason, @Nullable String hint) {
        errors++;
        add(Severity.ERROR, line, column, reason, hint);
    }

    void warning(int line, int column, String reason, @Nullable String hint) {
        warnings++;
        add(Severity.WARNING, line, column, reason, hint);
    }

    private void add(Severity severity, int line, int column, String reason, @Nullable String hint) {
        if (kept.size() < MAX_KEPT) {
            kept.add(new SignatureDiagnostic(severity, file, line, column, printable(reason), hint));
        }
    }

    /* Reasons quote the file, which may hold anything. */
    private static String printable(String reason) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < reason.length() && text.length() < MAX_REASON; i++) {
            char c = reason.charAt(i);
            text.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
        }
        return text.length() < MAX_REASON ? text.toString() : text + "...";
    }

    /** Returns how many lines or parts are left out. */
    public long errors() {
        return errors;
    }

    /** Returns how many lines were taken with a doubt. */
    public long warnings() {
        return warnings;
    }

    /** Returns the diagnostics in the order they came, the last one saying how many more there are. */
    public List<SignatureDiagnostic> diagnostics() {
        List<SignatureDiagnostic> all = new ArrayList<>(kept);
        long more = errors + warnings - kept.size();
        if (more > 0) {
            all.add(new SignatureDiagnostic(
                    errors > 0 ? Severity.ERROR : Severity.WARNING, file, 0, 0, more + " more of them", null));
        }
        return List.copyOf(all);
    }
}
