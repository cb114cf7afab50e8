package io.thor4j.threatintel.ecs;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of an indicator and what is associated with it (threat-intel-apis.md section 2.5). For one document. */
final class IndicatorFields {
    private static final String TC = "threat_connect.indicator.";
    private static final String TI = "threat.indicator.";
    private static final Set<String> GROUP_TEXTS = Set.of("id", "ownerId", "fileSize");
    /* Names whose place is not what their words say. */
    private static final Map<String, String> PLACES = Map.ofEntries(
            Map.entry("AS Number", "as_number"),
            Map.entry("Key Name", "key_name"),
            Map.entry("Value Name", "value.name"),
            Map.entry("Value Type", "value.type"),
            Map.entry("User Agent String", "user_agent_string"),
            Map.entry("ownerId", "owner.id"),
            Map.entry("ownerName", "owner.name"),
            Map.entry("externalDateAdded", "external.date.added"),
            Map.entry("externalDateExpires", "external.date.expires"),
            Map.entry("externalLastModified", "external_last.modified"),
            Map.entry("active", "active.value"),
            Map.entry("activeLocked", "active.locked"),
            Map.entry("documentType", "document.type"),
            Map.entry("documentDateAdded", "document.date_added"),
            Map.entry("fileName", "file.name"),
            Map.entry("fileSize", "file.size"),
            Map.entry("fileText", "file.text"),
            Map.entry("fileType", "file.type"));

    private final FieldTree doc;
    private final FieldTree source;
    private final boolean elastic;

    IndicatorFields(FieldTree doc, FieldTree source, boolean elastic) {
        this.doc = doc;
        this.source = source;
        this.elastic = elastic;
    }

    void map() {
        identity();
        values();
        hashes();
        times();
        numbers();
        for (String name : List.of(
                "associatedArtifacts",
                "associatedCases",
                "customAssociations",
                "dnsResolution",
                "enrichment",
                "fileActions",
                "fileOccurrences",
                "genericCustomIndicatorValues",
                "geoLocation",
                "investigationLinks",
                "observations",
                "trackedUsers",
                "whoIs")) {
            doc.put(TC + snake(name), source.get(name));
        }
        labelsAndTags();
        associations();
    }

    private void identity() {
        text("summary", TC + "summary", "event.id");
        text("id", TC + "id");
        text("type", TC + "type");
        text("ownerId", TC + "owner.id");
        text("ownerName", TC + "owner.name");
        text("source", TC + "source");
        text("description", TC + "description", TI + "description");
        for (String name : List.of("legacyLink", "webLink")) {
            text(name, TC + snake(name));
            doc.append(TI + "reference", source.get(name));
        }
        for (String name : List.of(
                "active", "activeLocked", "privateFlag", "dnsActive", "whoisActive", "falsePositiveReportedByUser")) {
            if (source.get(name) instanceof Boolean flag) {
                doc.put(TC + PLACES.getOrDefault(name, snake(name)), flag);
            }
        }
    }

    private void text(String name, String... places) {
        Object value = source.get(name);
        if (value instanceof String || value instanceof Number) {
            for (String place : places) {
                doc.put(place, String.valueOf(value));
            }
        }
    }

    private void values() {
        String type = String.valueOf(source.get("type"));
        String ip = source.text("ip");
        if (ip != null && IpText.isAddress(ip)) {
            doc.put(TC + "ip", ip);
            doc.append("related.ip", ip);
            doc.put(TI + "ip", type.equals("Address") ? ip : null);
        } else if (ip != null) {
            doc.append("error.message", "ip is no address: " + ip);
        }
        String address = source.text("address");
        text("address", TC + "address", TI + "email.address", "user.email");
        if (address != null && address.indexOf('@') >= 0) {
            doc.put("user.name", address.substring(0, address.indexOf('@')));
            doc.put("user.domain", address.substring(address.indexOf('@') + 1));
            doc.append("related.user", doc.get("user.name"));
        }
        text("hostName", TC + "host_name", "observer.hostname");
        doc.append("related.hosts", source.get("hostName"));
        text("text", TC + "text");
        if (type.contains("URL")) {
            text("text", TI + "url.original");
        }
        text("size", TC + "size", TI + "file.size");
        text("AS Number", TC + "as_number");
        String asn = source.text("AS Number");
        if (asn != null) {
            StringBuilder digits = new StringBuilder();
            asn.chars().filter(c -> !Character.isLetter(c)).forEach(c -> digits.append((char) c));
            doc.put(TI + "as.number", whole(digits.toString()));
        }
        text("Block", TC + "block");
        text("Key Name", TC + "key_name");
        text("Value Name", TC + "value.name");
        text("Value Type", TC + "value.type");
        if (type.equals("Registry Key")) {
            text("Key Name", TI + "registry.path");
            text("Value Name", TI + "registry.value");
            text("Value Type", TI + "registry.data.type");
        }
        text("Mutex", TC + "mutex");
        text("Hashtag", TC + "hashtag");
        text("Subject", TC + "subject", "email.subject");
        text("User Agent String", TC + "user_agent_string", "user_agent.original");
    }

    private void hashes() {
        boolean file = String.valueOf(source.get("type")).contains("File");
        for (String name : List.of("md5", "sha1", "sha256")) {
            String hash = source.text(name);
            if (hash != null) {
                String small = hash.toLowerCase(Locale.ROOT);
                doc.put(TC + name, small);
                doc.put(TI + "file.hash." + name, file ? small : null);
                // Elastic's integration takes the SHA-256 only where there is an MD5.
                if (!name.equals("sha256") || source.text("md5") != null) {
                    doc.append("related.hash", small);
                }
            }
        }
    }

    private void times() {
        date("lastModified", TC + "last_modified", "@timestamp");
        date("dateAdded", TC + "date_added");
        date("firstSeen", TC + "first_seen", TI + "first_seen");
        date("lastSeen", TC + "last_seen", TI + "last_seen");
        date("externalDateAdded", TC + "external.date.added");
        date("externalDateExpires", TC + "external.date.expires");
        date("externalLastModified", TC + "external_last.modified", TI + "modified_at");
        date("lastFalsePositive", TC + "last_false_positive");
    }

    private void date(String name, String... places) {
        Object value = source.get(name);
        String date = FieldTree.date(value);
        if (date != null) {
            for (String place : places) {
                doc.put(place, date);
            }
        } else if (value != null && !value.equals("")) {
            doc.append("error.message", name + " is no time: " + value);
        }
    }

    private void numbers() {
        doc.put(TC + "confidence", whole(source.get("confidence")));
        doc.put(TC + "false_positives", whole(source.get("falsePositives")));
        doc.put(TC + "rating", decimal(source.get("rating")));
        doc.put(TC + "threat_assess.confidence", decimal(source.get("threatAssessConfidence")));
        doc.put(TC + "threat_assess.rating", decimal(source.get("threatAssessRating")));
        doc.put(TC + "threat_assess.score.value", whole(source.get("threatAssessScore")));
        doc.put(TC + "threat_assess.score.observed", whole(source.get("threatAssessScoreObserved")));
        doc.put(TC + "threat_assess.score.false_positive", whole(source.get("threatAssessScoreFalsePositive")));
    }

    static @Nullable BigDecimal decimal(@Nullable Object value) {
        String text = value instanceof Number || value instanceof String
                ? String.valueOf(value).strip()
                : "";
        try {
            return text.isEmpty() || text.length() > 40 ? null : new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    static @Nullable Long whole(@Nullable Object value) {
        BigDecimal number = decimal(value);
        return number == null || number.precision() >= 19 || Math.abs(number.scale()) >= 19
                ? null
                : (Long) number.longValue();
    }

    private void labelsAndTags() {
        for (Map<?, ?> label : data("securityLabels")) {
            add(
                    TC + "security_labels.data",
                    part(
                            label,
                            elastic
                                    ? List.of("name", "source", "dateAdded")
                                    : List.of("name", "source", "dateAdded", "description", "color", "owner")));
        }
        for (Map<?, ?> tag : data("tags")) {
            FieldTree kept = new FieldTree(part(
                    tag, elastic ? List.of("name", "lastUsed") : List.of("name", "lastUsed", "description", "owner")));
            kept.put("technique.id", tag.get("techniqueId"));
            if (tag.get("tactics") instanceof Map<?, ?> tactics) {
                kept.put("tactics", tactics.get("data"));
            }
            add(TC + "tags.data", kept.root());
        }
        for (Map<?, ?> attribute : data("attributes")) {
            Map<String, @Nullable Object> mapped = object(attribute, Set.of("id"));
            add(TC + "attributes.data", mapped);
        }
    }

    private void associations() {
        List<Map<String, @Nullable Object>> groups = new ArrayList<>();
        for (Map<?, ?> group : data("associatedGroups")) {
            FieldTree mapped = new FieldTree(object(group, GROUP_TEXTS));
            // Of a group it has another place than of an indicator.
            mapped.move("external_last.modified", "external.last_modified");
            mapped.remove("external_last");
            doc.append("email.to.address", mapped.remove("to"));
            doc.append("email.from.address", mapped.remove("from"));
            for (String name : List.of("generated_report", "malware", "score_includes_body", "up_vote")) {
                if (mapped.get(name) instanceof String flag && (flag.equals("true") || flag.equals("false"))) {
                    mapped.put(name, Boolean.valueOf(flag));
                }
            }
            assignments(mapped);
            if (group.get("attributes") instanceof Map<?, ?> attributes
                    && attributes.get("data") instanceof List<?> list) {
                List<@Nullable Object> reduced = new ArrayList<>();
                for (Object entry : list) {
                    reduced.add(
                            entry instanceof Map<?, ?> attribute ? part(attribute, List.of("type", "value")) : null);
                }
                mapped.put("attributes", reduced);
            }
            groups.add(mapped.root());
            add(TC + "associated_groups.data", mapped.root());
        }
        for (Map<?, ?> other : data("associatedIndicators")) {
            FieldTree mapped = new FieldTree(object(other, Set.of("id", "size", "ownerId")));
            String ip = mapped.text("ip");
            if (ip != null && !IpText.isAddress(ip)) {
                mapped.remove("ip");
                doc.append("error.message", "ip of an associated indicator is no address: " + ip);
            }
            mapped.put("rating", decimal(mapped.get("rating")));
            mapped.put("confidence", whole(mapped.get("confidence")));
            add(TC + "associated_indicators.data", mapped.root());
        }
        List<Map<?, ?>> attributes = new ArrayList<>(listed(doc.get(TC + "attributes.data")));
        for (List<? extends Map<?, ?>> people : List.of(groups, attributes)) {
            for (String name : List.of("first_name", "last_name", "user_name")) {
                for (Map<?, ?> entry : people) {
                    doc.append("related.user", entry.get("created_by") instanceof Map<?, ?> by ? by.get(name) : null);
                }
            }
        }
    }

    @SuppressWarnings("unchecked") // all maps of the tree were made by FieldTree.copy
    private static void assignments(FieldTree group) {
        for (Map<?, ?> assignment : listed(group.get("assignments.data"))) {
            FieldTree one = new FieldTree((Map<String, @Nullable Object>) assignment);
            if (one.get("user.id") instanceof Number id) {
                one.put("user.id", String.valueOf(id));
            }
        }
    }

    private static List<Map<?, ?>> listed(@Nullable Object value) {
        List<Map<?, ?>> found = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(entry -> {
                if (entry instanceof Map<?, ?> map) {
                    found.add(map);
                }
            });
        }
        return found;
    }

    private List<Map<?, ?>> data(String name) {
        return listed(source.get(name + ".data"));
    }

    private void add(String path, Map<String, @Nullable Object> object) {
        List<@Nullable Object> list = new ArrayList<>();
        if (doc.get(path) instanceof List<?> before) {
            list.addAll(before);
        }
        list.add(object);
        doc.put(path, list);
    }

    private static Map<String, @Nullable Object> part(Map<?, ?> object, List<String> names) {
        FieldTree kept = new FieldTree(new LinkedHashMap<>());
        for (String name : names) {
            Object value = object.get(name);
            boolean time = name.startsWith("date") || name.startsWith("last");
            kept.put(snake(name), time && FieldTree.date(value) != null ? FieldTree.date(value) : value);
        }
        return kept.root();
    }

    /* Times become times by what they look like; the names of those of a group are many. */
    private static Map<String, @Nullable Object> object(Map<?, ?> object, Set<String> texts) {
        FieldTree mapped = new FieldTree(new LinkedHashMap<>());
        object.forEach((key, value) -> {
            String name = String.valueOf(key);
            Object kept = value;
            if (texts.contains(name) && value instanceof Number) {
                kept = String.valueOf(value);
            } else if (value instanceof Map<?, ?> inner && name.equals("createdBy")) {
                kept = object(inner, Set.of("id"));
            } else if ((name.contains("Date")
                            || name.startsWith("date")
                            || name.startsWith("last")
                            || name.startsWith("first")
                            || name.equals("externalLastModified"))
                    && FieldTree.date(value) != null) {
                kept = FieldTree.date(value);
            }
            mapped.put(PLACES.getOrDefault(name, snake(name)), kept);
        });
        return mapped.root();
    }

    /** Returns a name as ECS writes names: {@code lastModified} as {@code last_modified}. */
    static String snake(String name) {
        StringBuilder snake = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c) && i > 0 && Character.isLowerCase(name.charAt(i - 1))) {
                snake.append('_');
            }
            snake.append(c == ' ' || c == '.' ? '_' : Character.toLowerCase(c));
        }
        return snake.toString();
    }
}
