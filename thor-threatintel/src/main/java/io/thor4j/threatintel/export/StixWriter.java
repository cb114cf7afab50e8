package io.thor4j.threatintel.export;

import io.thor4j.threatintel.Indicator;
import io.thor4j.threatintel.IndicatorType;
import io.thor4j.threatintel.store.StoredIndicator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes STIX 2.1 indicator objects (STIX 2.1 section 4.7, patterns section 9). Stateless. */
final class StixWriter {
    private StixWriter() {}

    /** Returns an id that is the same for the same text. */
    static UUID uuid(String text) {
        return UUID.nameUUIDFromBytes(("thor4j " + text).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the object, null when there is no pattern for its type. */
    static @Nullable Map<String, Object> indicator(StoredIndicator stored) {
        Indicator indicator = stored.indicator();
        String pattern = pattern(indicator);
        if (pattern == null) {
            return null;
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "indicator");
        object.put("spec_version", "2.1");
        object.put(
                "id",
                "indicator--"
                        + uuid(stored.feed() + "\n" + indicator.owner() + "\n" + indicator.type() + "\n"
                                + indicator.value()));
        Instant created = Objects.requireNonNullElse(indicator.added(), indicator.modified());
        object.put("created", time(created));
        object.put("modified", time(indicator.modified().isBefore(created) ? created : indicator.modified()));
        object.put("name", indicator.value());
        if (indicator.notes().description() != null) {
            object.put("description", indicator.notes().description());
        }
        object.put("indicator_types", List.of("malicious-activity"));
        object.put("pattern", pattern);
        object.put("pattern_type", "stix");
        object.put("valid_from", time(created));
        Instant expires = stored.expires();
        if (expires != null && expires.isAfter(created)) {
            object.put("valid_until", time(expires));
        }
        if (indicator.confidence() != null) {
            object.put("confidence", indicator.confidence());
        }
        if (!indicator.notes().tags().isEmpty()) {
            object.put("labels", indicator.notes().tags());
        }
        if (indicator.notes().link() != null) {
            object.put(
                    "external_references",
                    List.of(Map.of(
                            "source_name",
                            indicator.owner(),
                            "url",
                            indicator.notes().link())));
        }
        return object;
    }

    private static String time(Instant time) {
        String text = time.truncatedTo(ChronoUnit.MILLIS).toString();
        return text.indexOf('.') < 0 ? text.replace("Z", ".000Z") : text;
    }

    private static @Nullable String pattern(Indicator indicator) {
        String value = indicator.value();
        return switch (indicator.type()) {
            case IndicatorType.FILE ->
                IndicatorType.hashes(value).stream()
                        .map(hash -> "file:hashes." + hashName(hash) + " = " + literal(hash))
                        .collect(Collectors.joining(" OR ", "[", "]"));
            case IndicatorType.ADDRESS, IndicatorType.CIDR ->
                term(value.indexOf(':') >= 0 ? "ipv6-addr:value" : "ipv4-addr:value", value);
            case IndicatorType.HOST -> term("domain-name:value", value);
            case IndicatorType.URL -> term("url:value", value);
            case IndicatorType.EMAIL_ADDRESS -> term("email-addr:value", value);
            case IndicatorType.EMAIL_SUBJECT -> term("email-message:subject", value);
            case IndicatorType.MUTEX -> term("mutex:name", value);
            case IndicatorType.REGISTRY_KEY -> term("windows-registry-key:key", value);
            case IndicatorType.USER_AGENT ->
                term("network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'", value);
            case IndicatorType.ASN -> number(value);
            case "File Name", "Filename" -> term("file:name", value);
            default -> null;
        };
    }

    private static @Nullable String number(String asn) {
        String digits = asn.chars()
                .filter(c -> c >= '0' && c <= '9')
                .mapToObj(c -> String.valueOf((char) c))
                .collect(Collectors.joining());
        return digits.isEmpty() ? null : "[autonomous-system:number = " + digits + "]";
    }

    private static String hashName(String hash) {
        return switch (hash.length()) {
            case 32 -> "MD5";
            case 40 -> "'SHA-1'";
            default -> "'SHA-256'";
        };
    }

    private static String term(String path, String value) {
        return "[" + path + " = " + literal(value) + "]";
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
