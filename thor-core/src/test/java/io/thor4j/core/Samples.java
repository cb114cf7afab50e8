package io.thor4j.core;

import java.time.OffsetDateTime;
import java.util.List;

/** Events that several tests write. */
public final class Samples {
    public static final EventMeta META = new EventMeta(
            OffsetDateTime.parse("2024-10-08T11:37:54.120Z"), Level.INFO, "Startup", "S-KybbdhFvHhc", null, "arch");

    private Samples() {}

    public static Signature signature() {
        return Signature.builder(SignatureKind.YARA_RULE, Origin.CUSTOM, 70)
                .reference(List.of("https://a.example", "b"))
                .date("2023-07-01")
                .tags(List.of("T1", "T2"))
                .ruleName("Evil_Rule")
                .description("Detects evil")
                .author("A. Nonymous")
                .id("42")
                .falsePositives(List.of("none"))
                .build();
    }

    public static Assessment assessment(ObservedObject subject, MatchedString... matched) {
        Reason reason = new Reason("YARA rule Evil_Rule / Detects evil", signature(), List.of(matched));
        return new Assessment(
                new EventMeta(META.time(), Level.WARNING, "Filescan", META.scanId(), "E-1", META.hostname()),
                "Suspicious file found",
                70,
                subject,
                List.of(reason),
                1,
                List.of(),
                List.of(),
                null);
    }
}
