package io.thor4j.benchmarks.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Answers in which a rival is known to differ from libyara, by rule, each with its reason. Immutable. */
final class KnownDifferences {
    private static final int COLUMNS = 3;

    private final Map<String, String> reasons;

    KnownDifferences(Map<String, String> reasons) {
        this.reasons = Map.copyOf(reasons);
    }

    /** Reads the list that stands beside this class: rival, rule and reason in a line, separated by tabs; lines with # are comments. */
    static KnownDifferences read() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(KnownDifferences.class.getResourceAsStream("known-differences.txt"))) {
            return of(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        }
    }

    static KnownDifferences of(List<String> lines) {
        Map<String, String> reasons = new HashMap<>();
        for (String line : lines) {
            if (!line.startsWith("#") && !line.isBlank()) {
                String[] parts = line.split("\t", -1);
                if (parts.length != COLUMNS) {
                    throw new IllegalArgumentException("known difference without " + COLUMNS + " columns: " + line);
                }
                reasons.put(parts[0] + "\t" + parts[1], parts[2]);
            }
        }
        return new KnownDifferences(reasons);
    }

    /**
     * Returns why a rival answers otherwise for a rule, null when no reason is known.
     *
     * @param rival its name
     * @param rule the rule's name, without namespace
     */
    @Nullable
    String reason(String rival, String rule) {
        return reasons.get(rival + "\t" + rule);
    }
}
