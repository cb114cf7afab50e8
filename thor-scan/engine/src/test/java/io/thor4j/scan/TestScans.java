package io.thor4j.scan;

import io.thor4j.core.text.TextLogWriter;
import io.thor4j.yara.Diagnostic;
import io.thor4j.yara.YaraRules;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Scanners without anything that differs between two runs. */
public final class TestScans {
    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    /* In two halves, so that no virus scanner deletes the source or the class file. */
    static final String EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*";

    private TestScans() {}

    static ThorScannerBuilder scanner() {
        return ThorScanner.builder()
                .withoutPlugins()
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .nanoClock(() -> 0)
                .hostname("host")
                .scanId("S-abcdefghijk");
    }

    static TextLogWriter text() {
        return TextLogWriter.of("127.0.0.1", ZoneOffset.UTC, true);
    }

    static YaraRules rules(String text) {
        YaraRules rules = ThorExternals.defineIn(YaraRules.builder())
                .source("test", "test.yar", text)
                .build();
        boolean errors =
                rules.diagnostics().stream().anyMatch(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR);
        if (errors || !rules.leftOut().isEmpty()) {
            throw new IllegalArgumentException(rules.diagnostics() + " " + rules.leftOut());
        }
        return rules;
    }

    /** Tells on the console that a test cannot run here, and why. */
    public static boolean cannot(String test, String why) {
        System.out.println("SKIPPED " + test + ": " + why);
        return false;
    }
}
