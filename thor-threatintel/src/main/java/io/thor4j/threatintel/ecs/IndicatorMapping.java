package io.thor4j.threatintel.ecs;

import io.thor4j.threatintel.IndicatorType;
import io.thor4j.threatintel.json.JsonText;
import io.thor4j.threatintel.threatconnect.ThreatConnectIndicator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/*
 * The table of threat-intel-apis.md section 2.5. Ours, beyond it: a name and, where ECS has a word for it, a type for every indicator, hosts as
 * domains, all hashes in related.hash, the confidence 1 as Low, TLP labels with blanks or in small letters, a risk score, what was dropped of
 * tags and labels, and the time at which the source wants the indicator forgotten as deleted_at when it is the earlier one.
 */
/** Maps indicators of ThreatConnect. Immutable, may be shared by threads. */
public final class IndicatorMapping {
    private static final Map<String, String> STIX_TYPES = Map.of(
            IndicatorType.FILE, "file",
            IndicatorType.URL, "url",
            IndicatorType.EMAIL_ADDRESS, "email-addr",
            IndicatorType.MUTEX, "mutex",
            IndicatorType.REGISTRY_KEY, "windows-registry-key");
    private static final String INDICATOR = "threat.indicator.";
    private static final List<String> TLP = List.of("WHITE", "CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED");

    private final EcsOptions options;
    private final @Nullable Duration expiration;

    /**
     * Makes the mapping.
     *
     * @param options whose result is wanted
     * @param expiration how long after its last change an indicator is to be forgotten, null for never; "IOC Expiration Duration"
     */
    public IndicatorMapping(EcsOptions options, @Nullable Duration expiration) {
        this.options = Objects.requireNonNull(options, "options");
        this.expiration = expiration;
    }

    /**
     * Maps an indicator.
     *
     * @param indicator the indicator
     * @return the document; its id is the same for the same summary and last change
     */
    public EcsDocument map(ThreatConnectIndicator indicator) {
        FieldTree doc = new FieldTree(new LinkedHashMap<>());
        FieldTree source = new FieldTree(FieldTree.copy(indicator.fields()));
        frame(doc);
        if (options.preserveOriginal()) {
            doc.put("event.original", JsonText.of(indicator.fields()));
        }
        new IndicatorFields(doc, source, options.elastic()).map();
        typed(doc, source, indicator.type());
        confidence(doc, source);
        markings(doc, indicator);
        techniques(doc, indicator);
        expiry(doc, indicator);
        if (!options.elastic()) {
            additions(doc, source, indicator);
        }
        FieldTree.prune(doc.root());
        if (doc.get("error.message") != null) {
            doc.append("event.kind", "pipeline_error");
            doc.append("tags", "preserve_original_event");
        }
        return new EcsDocument(id(indicator), doc.root());
    }

    private static void frame(FieldTree doc) {
        doc.put("ecs.version", "8.11.0");
        doc.put("event.kind", "enrichment");
        doc.put("event.category", new ArrayList<>(List.of("threat")));
        doc.put("event.type", new ArrayList<>(List.of("indicator")));
        doc.put("event.dataset", "ti_threatconnect.indicator");
        doc.put("threat.indicator.provider", "ThreatConnect");
        doc.put("threat.feed.name", "ThreatConnect Indicator");
        doc.put("tags", new ArrayList<>(List.of("forwarded", "threatconnect-indicator")));
    }

    private static void typed(FieldTree doc, FieldTree source, String type) {
        // A custom type counts as what its name contains; Elastic's integration leaves the type of all others open.
        STIX_TYPES.forEach((part, stix) -> {
            if (type.contains(part)) {
                doc.append(INDICATOR + "type", stix);
            }
        });
        String ip = source.text("ip");
        if (type.equals(IndicatorType.ADDRESS) && ip != null) {
            doc.put(INDICATOR + "type", family(ip));
        }
    }

    private static @Nullable String family(String address) {
        return address.indexOf(':') >= 0 ? "ipv6-addr" : address.indexOf('.') >= 0 ? "ipv4-addr" : null;
    }

    private void confidence(FieldTree doc, FieldTree source) {
        Long number = IndicatorFields.whole(source.get("confidence"));
        if (number != null) {
            boolean gap = number == 1 && options.elastic();
            String word = number == 0
                    ? "Not Specified"
                    : number < 0 || number > 100 || gap
                            ? "None"
                            : number < 40 ? "Low" : number < 70 ? "Medium" : "High";
            doc.put(INDICATOR + "confidence", word);
        }
    }

    private void markings(FieldTree doc, ThreatConnectIndicator indicator) {
        for (Map<?, ?> label : indicator.data("securityLabels")) {
            if (label.get("name") instanceof String name && name.indexOf(':') >= 0) {
                String colour = name.substring(name.indexOf(':') + 1);
                colour = options.elastic() ? colour : colour.strip().toUpperCase(Locale.ROOT);
                if (TLP.contains(colour)) {
                    doc.append(INDICATOR + "marking.tlp", colour);
                }
            }
        }
    }

    private static void techniques(FieldTree doc, ThreatConnectIndicator indicator) {
        for (Map<?, ?> tag : indicator.data("tags")) {
            if (tag.get("techniqueId") instanceof String technique && !technique.isBlank()) {
                doc.append("threat.technique.id", technique);
                doc.append("threat.technique.name", tag.get("name"));
            }
            if (tag.get("platforms") instanceof Map<?, ?> platforms && platforms.get("data") instanceof List<?> names) {
                doc.append("os.family", names);
            }
        }
    }

    private void expiry(FieldTree doc, ThreatConnectIndicator indicator) {
        String deleted = FieldTree.date(indicator.text("deleted_at"));
        if (expiration != null && deleted == null) {
            doc.put("threat_connect.indicator.expiration_duration", text(expiration));
            deleted = FieldTree.date(indicator.lastModified().plus(expiration).toString());
        }
        String external = FieldTree.date(indicator.text("externalDateExpires"));
        boolean earlier = external != null && (deleted == null || external.compareTo(deleted) < 0);
        doc.put("threat_connect.indicator.deleted_at", earlier && !options.elastic() ? external : deleted);
    }

    /* As the setting is written there: a number and d, h or m. */
    private static String text(Duration time) {
        if (time.toMinutes() % 60 != 0) {
            return time.toMinutes() + "m";
        }
        return time.toHours() % 24 == 0 ? time.toDays() + "d" : time.toHours() + "h";
    }

    private static void additions(FieldTree doc, FieldTree source, ThreatConnectIndicator indicator) {
        String value = indicator.value();
        doc.put(INDICATOR + "name", value);
        switch (indicator.type()) {
            case IndicatorType.HOST -> {
                doc.append(INDICATOR + "type", "domain-name");
                doc.put(INDICATOR + "url.domain", value);
            }
            case IndicatorType.CIDR -> doc.append(INDICATOR + "type", family(value));
            case IndicatorType.ASN -> doc.append(INDICATOR + "type", "autonomous-system");
            case IndicatorType.USER_AGENT -> doc.append(INDICATOR + "type", "software");
            default -> {
                // ECS has no word for the others.
            }
        }
        doc.append("related.hash", doc.get("threat_connect.indicator.sha256"));
        Long score = IndicatorFields.whole(source.get("threatAssessScore"));
        if (score != null) {
            doc.put("event.risk_score", score / 10);
        }
        for (String name : List.of(
                "calScore",
                "lastObserved",
                "sightings",
                "falsePositiveFlag",
                "associationName",
                "value1",
                "value2",
                "value3")) {
            doc.put("threat_connect.indicator." + IndicatorFields.snake(name), source.get(name));
        }
    }

    private static String id(ThreatConnectIndicator indicator) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String text = indicator.text("summary") + "\n" + indicator.text("lastModified");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
