package io.thor4j.threatintel.ecs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/*
 * The rows of threat-intel-apis.md section 1.4 in their order; the numbers in comments are theirs. Ours, beyond them: event.severity,
 * event.risk_score, rules and techniques of all reasons, hashes of images and files in related.hash.
 */
/** Maps events of THOR's logs, version 2. Immutable, may be shared by threads. */
public final class ThorLogMapping {
    static final String ECS_VERSION = "9.4.0";

    /** What an agent says of where it runs, and no event of THOR has. */
    private static final List<String> AGENT = List.of("organization", "division", "team");

    private final EcsOptions options;

    /**
     * Makes the mapping.
     *
     * @param options whose result is wanted
     */
    public ThorLogMapping(EcsOptions options) {
        this.options = Objects.requireNonNull(options, "options");
    }

    /**
     * Maps an event.
     *
     * @param raw the line as it came
     * @param event the line as an object; not changed
     * @param line its number in its log, from 1, blank lines not counted: equal lines are different events
     * @param campaign the campaign of its scan, or null
     * @return the document
     */
    public EcsDocument map(String raw, Map<String, @Nullable Object> event, long line, @Nullable String campaign) {
        FieldTree doc = new FieldTree(new LinkedHashMap<>());
        Map<String, @Nullable Object> thor = FieldTree.copy(event);
        if (AGENT.stream().allMatch(name -> thor.get(name) instanceof String)) {
            thor.keySet().removeAll(AGENT); // 2
        }
        doc.put("ecs.version", ECS_VERSION); // 1
        if (options.preserveOriginal()) {
            doc.put("event.original", raw); // 4
        }
        if (campaign != null) {
            thor.put("campaign_id", campaign);
        }
        doc.root().put("thor", thor); // 5
        ThorCategory category = categorise(doc); // 6
        doc.move("thor.scanid", "thor.scan_id"); // 7
        new ThorFields(doc, category == null ? List.of() : category.category()).map();
        rules(doc); // 23
        if (!options.elastic()) {
            additions(doc);
        }
        FieldTree.prune(doc.root()); // 41
        return new EcsDocument(id(raw, line, campaign), doc.root());
    }

    private static @Nullable ThorCategory categorise(FieldTree doc) {
        ThorCategory category = ThorCategory.of(doc.get("thor.module"));
        if (category != null) {
            doc.put("event.category", new ArrayList<>(category.category()));
            doc.put("event.type", new ArrayList<>(category.type()));
            doc.put("event.kind", "event");
        }
        if ("Alert".equals(doc.get("thor.level"))) {
            doc.put("event.kind", "alert");
        }
        if ("Malware file found".equals(doc.get("thor.message"))) {
            doc.append("event.category", "malware");
        }
        return category;
    }

    private void rules(FieldTree doc) {
        if (!(doc.get("thor.reasons") instanceof List<?> reasons)) {
            return;
        }
        boolean first = true;
        for (Object entry : reasons) {
            if (!(entry instanceof Map<?, ?> reason) || (!first && options.elastic())) {
                continue;
            }
            Map<?, ?> signature = reason.get("signature") instanceof Map<?, ?> map ? map : Map.of();
            if (first) {
                doc.put("rule.name", reason.get("name"));
                doc.put("rule.description", reason.get("name"));
                doc.put("rule.id", signature.get("rulename"));
                doc.append("rule.author", signature.get("author"));
                doc.put("rule.ruleset", signature.get("ref"));
            }
            first = false;
            if (!options.elastic()) {
                doc.append("thor.rules.name", reason.get("name"));
                doc.append("thor.rules.id", signature.get("rulename"));
                doc.append("rule.author", signature.get("author"));
                techniques(doc, signature.get("tags"));
            }
        }
    }

    private static void techniques(FieldTree doc, @Nullable Object tags) {
        if (tags instanceof List<?> list) {
            for (Object tag : list) {
                if (tag instanceof String text && isTechnique(text)) {
                    doc.append("threat.technique.id", text);
                    doc.put("threat.framework", "MITRE ATT&CK");
                }
            }
        }
    }

    /* T1027 or T1027.001. */
    private static boolean isTechnique(String text) {
        boolean sub = text.length() == 9 && text.charAt(5) == '.';
        if (!(text.length() == 5 || sub) || text.charAt(0) != 'T') {
            return false;
        }
        return text.substring(1).replace(".", "").chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static void additions(FieldTree doc) {
        Object level = doc.get("log.level");
        int severity = level instanceof String name
                ? switch (name) {
                    case "Alert" -> 73;
                    case "Warning" -> 47;
                    case "Notice" -> 21;
                    default -> 0;
                }
                : 0;
        if (severity > 0) {
            doc.put("event.severity", (long) severity);
        }
        if (doc.get("thor.score") instanceof Number score) {
            doc.put("event.risk_score", score);
        }
        for (String object : List.of("thor.image", "thor.app", "thor.archive", "thor.files")) {
            hashes(doc, doc.get(object));
        }
    }

    private static void hashes(FieldTree doc, @Nullable Object object) {
        if (object instanceof List<?> list) {
            list.forEach(entry -> hashes(doc, entry));
        } else if (object instanceof Map<?, ?> file) {
            for (String name : List.of("md5", "sha1", "sha256")) {
                doc.append("related.hash", file.get(name));
            }
        }
    }

    /* The campaign is part of the text that the other integration hashes, and so of what tells events apart here. */
    private static String id(String raw, long line, @Nullable String campaign) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String text = raw + "\n" + line + "\n" + Objects.toString(campaign, "");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
