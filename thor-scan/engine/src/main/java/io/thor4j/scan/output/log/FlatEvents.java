package io.thor4j.scan.output.log;

import io.thor4j.core.Assessment;
import io.thor4j.core.EventMeta;
import io.thor4j.core.Level;
import io.thor4j.core.MalformedInputException;
import io.thor4j.core.Message;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.Origin;
import io.thor4j.core.Reason;
import io.thor4j.core.Signature;
import io.thor4j.core.SignatureKind;
import io.thor4j.core.spi.OutputSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns the pairs of a text line, or of JSON that was brought into the same form, into an event. Stateless. */
final class FlatEvents {
    /** The type of the subjects of events without structure. */
    static final String TYPE = "log record";

    private FlatEvents() {}

    /**
     * An event in pairs.
     *
     * @param meta its origin, with module, scan id and event id still among the fields
     * @param fields keys of the text log, and texts
     */
    record Flat(EventMeta meta, Map<String, String> fields) {}

    static void read(Flat flat, OutputSink to) {
        Map<String, String> fields = new LinkedHashMap<>(flat.fields());
        String module = Objects.requireNonNullElse(fields.remove("MODULE"), "");
        String message = Objects.requireNonNullElse(fields.remove("MESSAGE"), "");
        String scanId = Objects.requireNonNullElse(fields.remove("SCANID"), "");
        EventMeta meta = new EventMeta(
                flat.meta().time(),
                flat.meta().level(),
                module,
                scanId,
                fields.remove("UID"),
                flat.meta().hostname());
        boolean finding = fields.containsKey("SCORE") || fields.containsKey("REASON_1");
        if (!finding || meta.level() == Level.ERROR) {
            Map<String, Object> rest = new LinkedHashMap<>();
            fields.forEach((key, value) -> rest.put(key.toLowerCase(Locale.ROOT), value));
            to.accept(new Message(meta, message, rest));
            return;
        }
        int score = number(fields.remove("SCORE"));
        List<Reason> reasons = new ArrayList<>();
        for (Reason reason = reason(fields, 1); reason != null; reason = reason(fields, reasons.size() + 1)) {
            reasons.add(reason);
        }
        String total = fields.remove("REASONS_COUNT");
        ObservedObject.Builder subject = ObservedObject.builder(TYPE);
        fields.forEach((key, value) -> subject.set(key.equals("TYPE") ? "TYPE" : key.toLowerCase(Locale.ROOT), value));
        to.accept(new Assessment(
                meta,
                message,
                Math.max(0, score),
                subject.build(),
                reasons,
                total == null ? reasons.size() : number(total),
                List.of(),
                List.of(),
                null));
    }

    private static int number(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new MalformedInputException("\"" + text + "\" is no score", null, null, e);
        }
    }

    /* Takes the keys of one reason out of the fields; its matched strings stay there as the text that they are. */
    private static @Nullable Reason reason(Map<String, String> fields, int number) {
        String suffix = "_" + number;
        String summary = fields.remove("REASON" + suffix);
        if (summary == null) {
            return null;
        }
        String origin = fields.remove("SIGTYPE" + suffix);
        String kind = fields.remove("SIGCLASS" + suffix);
        Signature signature = Signature.builder(
                        Arrays.stream(SignatureKind.values())
                                .filter(one -> one.text().equals(kind))
                                .findFirst()
                                .orElse(SignatureKind.INTERNAL_HEURISTIC),
                        Arrays.stream(Origin.values())
                                .filter(one -> one.text().equals(origin))
                                .findFirst()
                                .orElse(Origin.EXTERNAL),
                        number(fields.remove("SUBSCORE" + suffix)))
                .reference(list(fields.remove("REF" + suffix)))
                .date(fields.remove("RULEDATE" + suffix))
                .tags(list(fields.remove("TAGS" + suffix)))
                .ruleName(fields.remove("RULENAME" + suffix))
                .description(fields.remove("DESCRIPTION" + suffix))
                .author(fields.remove("AUTHOR" + suffix))
                .id(fields.remove("ID" + suffix))
                .falsePositives(list(fields.remove("FALSEPOSITIVES" + suffix)))
                .build();
        return new Reason(summary, signature, List.of());
    }

    private static List<String> list(@Nullable String text) {
        return text == null || text.isEmpty() ? List.of() : List.of(text.split(", ", -1));
    }
}
