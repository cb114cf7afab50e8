package io.thor4j.threatintel.ecs;

import io.thor4j.threatintel.Indicator;
import io.thor4j.threatintel.IndicatorType;
import io.thor4j.threatintel.ecs.EcsOptions.Compatibility;
import io.thor4j.threatintel.store.StoredIndicator;
import io.thor4j.threatintel.threatconnect.ThreatConnectIndicator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/*
 * A store keeps what a matcher needs of an indicator and not its whole JSON; from that the fields of ThreatConnect are made again, and mapped as
 * they would be.
 */
/**
 * Maps the indicators of a store by the tables of {@link IndicatorMapping}. What the store does not keep (attributes, associations, ids of tags)
 * is not there. With {@link Compatibility#THOR} the provider is the indicator's owner and the feed's name that of the store, because not all feeds
 * are ThreatConnect. Immutable, may be shared by threads.
 */
public final class StoredIndicatorMapping {
    private final boolean elastic;
    private final IndicatorMapping mapping;

    /**
     * Makes the mapping.
     *
     * @param compatibility whose result is wanted
     */
    public StoredIndicatorMapping(Compatibility compatibility) {
        EcsOptions options = new EcsOptions(compatibility, false);
        elastic = options.elastic();
        mapping = new IndicatorMapping(options, null);
    }

    /**
     * Maps an indicator.
     *
     * @param stored the indicator
     * @return the document; its id is the same for the same value and last change
     */
    public EcsDocument map(StoredIndicator stored) {
        Indicator indicator = stored.indicator();
        String id = indicator.sourceId();
        boolean number =
                id != null && !id.isEmpty() && id.length() < 19 && id.chars().allMatch(c -> c >= '0' && c <= '9');
        EcsDocument document = mapping.map(
                new ThreatConnectIndicator(fields(stored, number ? Long.parseLong(String.valueOf(id)) : 0)));
        FieldTree fields = new FieldTree(document.fields());
        if (!number) {
            fields.put("threat_connect.indicator.id", id == null ? "" : id);
        }
        if (!elastic) {
            fields.put("threat.indicator.provider", indicator.owner());
            fields.put("threat.feed.name", stored.feed());
        }
        FieldTree.prune(fields.root());
        return new EcsDocument(document.id(), fields.root());
    }

    private static Map<String, @Nullable Object> fields(StoredIndicator stored, long id) {
        Indicator indicator = stored.indicator();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", id);
        fields.put("type", indicator.type());
        fields.put("summary", indicator.value());
        fields.put("ownerName", indicator.owner());
        fields.put("lastModified", indicator.modified().toString());
        fields.put("dateAdded", text(indicator.added()));
        fields.put("externalDateExpires", text(indicator.expires()));
        fields.put("deleted_at", text(stored.expires()));
        fields.put("lastSeen", text(indicator.lastSeen()));
        fields.put("active", stored.left() == null);
        fields.put("activeLocked", indicator.activeLocked());
        fields.put("rating", indicator.rating());
        fields.put("confidence", indicator.confidence() == null ? null : Long.valueOf(indicator.confidence()));
        fields.put("threatAssessScore", indicator.threatScore() == null ? null : Long.valueOf(indicator.threatScore()));
        fields.put("description", indicator.notes().description());
        fields.put("webLink", indicator.notes().link());
        List<Map<String, Object>> tags = new ArrayList<>();
        indicator.notes().tags().forEach(tag -> tags.add(Map.of("name", tag)));
        fields.put("tags", Map.of("data", tags));
        String tlp = indicator.notes().tlp();
        fields.put("securityLabels", Map.of("data", tlp == null ? List.of() : List.of(Map.of("name", "TLP:" + tlp))));
        value(fields, indicator);
        fields.values().removeIf(Objects::isNull);
        return fields;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    /* The field that the type has (threat-intel-apis.md section 2.4). */
    private static void value(Map<String, @Nullable Object> fields, Indicator indicator) {
        String value = indicator.value();
        switch (indicator.type()) {
            case IndicatorType.FILE -> {
                for (String hash : IndicatorType.hashes(value)) {
                    fields.put(hash.length() == 32 ? "md5" : hash.length() == 40 ? "sha1" : "sha256", hash);
                }
            }
            case IndicatorType.ADDRESS -> fields.put("ip", value);
            case IndicatorType.EMAIL_ADDRESS -> fields.put("address", value);
            case IndicatorType.HOST -> fields.put("hostName", value);
            case IndicatorType.URL -> fields.put("text", value);
            case IndicatorType.ASN -> fields.put("AS Number", value);
            case IndicatorType.CIDR -> fields.put("Block", value);
            case IndicatorType.EMAIL_SUBJECT -> fields.put("Subject", value);
            case IndicatorType.HASHTAG -> fields.put("Hashtag", value);
            case IndicatorType.MUTEX -> fields.put("Mutex", value);
            case IndicatorType.USER_AGENT -> fields.put("User Agent String", value);
            case IndicatorType.REGISTRY_KEY -> fields.put("Key Name", value);
            default -> fields.put("value1", value);
        }
    }
}
