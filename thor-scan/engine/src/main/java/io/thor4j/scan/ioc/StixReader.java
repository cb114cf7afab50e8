package io.thor4j.scan.ioc;

import io.thor4j.core.LimitException;
import io.thor4j.core.ioc.IocNote;
import io.thor4j.core.ioc.IocSetBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads the indicators of a STIX 2 bundle. For one file and thread. */
final class StixReader {
    /* The score of a signature that brings none, as for YARA rules (thor-scanner.md section 3.3); STIX knows no score. */
    private static final int SCORE = 75;

    private static final JsonFactory JSON = new JsonFactory();

    private final StixSetBuilder stix;
    private final IocSetBuilder hosts;
    private final DiagnosticLog log;
    private int indicators;

    StixReader(StixSetBuilder stix, IocSetBuilder hosts, DiagnosticLog log) {
        this.stix = stix;
        this.hosts = hosts;
        this.log = log;
    }

    void read(InputStream in) throws IOException {
        /* Jackson wraps what the stream throws; read first, so that a broken disk is not called bad JSON. */
        byte[] bytes = in.readAllBytes();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes)) {
            /* Objects of any depth are looked at (Jackson refuses more than 500): a bundle has them in a list, some feeds one object a file. */
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.START_OBJECT) {
                    object(json);
                }
            }
            if (indicators == 0) {
                log.warning(0, 0, "no STIX 2 indicator in it", "objects with \"type\": \"indicator\" and \"pattern\"");
            }
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
            int column =
                    e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getColumnNr());
            log.error(line, column, "bad JSON: " + e.getOriginalMessage(), null);
        }
    }

    private void object(JsonParser json) {
        int line = json.currentTokenLocation().getLineNr();
        Map<String, String> texts = new HashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_TRUE) {
                texts.put(key, json.getString());
            } else if (value == JsonToken.START_OBJECT) {
                object(json);
            } else if (value == JsonToken.START_ARRAY) {
                array(json);
            }
        }
        if ("indicator".equals(texts.get("type"))) {
            indicator(texts, line);
        }
    }

    private void array(JsonParser json) {
        for (JsonToken token = json.nextToken();
                token != null && token != JsonToken.END_ARRAY;
                token = json.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                object(json);
            } else if (token == JsonToken.START_ARRAY) {
                array(json);
            }
        }
    }

    private void indicator(Map<String, String> texts, int line) {
        indicators++;
        String pattern = texts.get("pattern");
        String type = texts.getOrDefault("pattern_type", "stix");
        String id = texts.getOrDefault("id", "indicator");
        if (texts.containsKey("revoked")) {
            log.warning(line, 0, id + " is revoked", null);
        } else if (pattern == null || !type.equals("stix")) {
            log.error(line, 0, id + ": no pattern of type stix", null);
        } else {
            add(texts, id, pattern, line);
        }
    }

    private void add(Map<String, String> texts, String id, String pattern, int line) {
        try {
            StixExpression expression = StixParser.parse(pattern);
            String description = texts.getOrDefault("description", texts.get("name"));
            IocNote note = new IocNote(SCORE, description, log.file());
            if (!addHosts(expression, note)) {
                if (asksForHost(expression)) {
                    log.error(line, 0, id + ": hosts are only compared alone, with = and OR", null);
                } else {
                    stix.add(new StixIndicator(texts.getOrDefault("name", id), id, pattern, expression, note));
                }
            }
        } catch (StixPatternException e) {
            log.error(line, 0, id + ": pattern, character " + (e.offset() + 1) + ": " + e.getMessage(), null);
        } catch (LimitException e) {
            log.error(line, 0, e.reason(), e.hint());
        }
    }

    /* Hosts are looked up with those of other files; false when the expression is not only about hosts. */
    private boolean addHosts(StixExpression expression, IocNote note) {
        if (expression instanceof StixExpression.Equal equal) {
            if (equal.property().kind() != StixProperty.Kind.HOST || equal.negated()) {
                return false;
            }
            equal.values().forEach(value -> hosts.host(value, note));
            return true;
        }
        if (expression instanceof StixExpression.Or or && or.parts().stream().allMatch(StixReader::isHosts)) {
            or.parts().forEach(part -> addHosts(part, note));
            return true;
        }
        return false;
    }

    private static boolean isHosts(StixExpression expression) {
        return expression instanceof StixExpression.Or or
                ? or.parts().stream().allMatch(StixReader::isHosts)
                : expression instanceof StixExpression.Equal equal
                        && equal.property().kind() == StixProperty.Kind.HOST
                        && !equal.negated();
    }

    private static boolean asksForHost(StixExpression expression) {
        if (expression instanceof StixExpression.And and) {
            return and.parts().stream().anyMatch(StixReader::asksForHost);
        } else if (expression instanceof StixExpression.Or or) {
            return or.parts().stream().anyMatch(StixReader::asksForHost);
        }
        return expression instanceof StixExpression.Equal equal
                && equal.property().kind() == StixProperty.Kind.HOST;
    }
}
