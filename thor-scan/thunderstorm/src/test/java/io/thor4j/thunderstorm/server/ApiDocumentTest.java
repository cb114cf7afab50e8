package io.thor4j.thunderstorm.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The OpenAPI document says what the service does: all of it, nothing else, and in the shapes that it answers with. */
class ApiDocumentTest {
    @TempDir
    static Path folder;

    private static Running service;
    private static Map<String, Object> document;

    @BeforeAll
    static void start() throws IOException {
        service = new Running(folder);
        Raw.Answer answer = service.get("/static/api.json");
        assertEquals(200, answer.status());
        assertEquals("application/json", answer.header("Content-Type"));
        document = map(parse(answer.body()));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void everyPathThatIsServedIsDescribedAndTheOtherWayRound() {
        Map<String, String> described = new TreeMap<>();
        operations((name, operation) ->
                described.put(name.substring(name.indexOf(' ') + 1), name.substring(0, name.indexOf(' '))));
        assertEquals(ApiHandler.routes(), described);
    }

    @Test
    void everyRouteIsReallyServedAndOnlyWithItsMethod() throws IOException {
        for (Map.Entry<String, String> route : ApiHandler.routes().entrySet()) {
            String path = route.getKey();
            int status = service.ask(
                            route.getValue() + " " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
                    .status();
            assertTrue(status == 200 || status == 400, path + " answered " + status);
            if (!path.startsWith("/health/")) {
                String other = route.getValue().equals("GET") ? "POST" : "GET";
                Raw.Answer refused =
                        service.ask(other + " " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
                assertEquals(405, refused.status(), path);
                assertEquals(route.getValue(), refused.header("Allow"), path);
            }
        }
        assertEquals(404, service.get("/api/recentFindings").status());
        assertEquals(404, service.get("/api/v1/other").status());
    }

    @Test
    void theDocumentIsWhole() {
        assertEquals("3.1.0", document.get("openapi"));
        assertEquals(Set.of("title", "version"), keep(map(document.get("info")).keySet(), Set.of("title", "version")));
        Set<Object> tags = new HashSet<>();
        list(document.get("tags")).forEach(tag -> tags.add(map(tag).get("name")));
        Set<Object> ids = new HashSet<>();
        operations((name, operation) -> {
            assertTrue(ids.add(operation.get("operationId")), name + ": its operationId is not its own");
            assertFalse(String.valueOf(operation.get("summary")).isBlank(), name);
            assertTrue(tags.containsAll(list(operation.get("tags"))), name);
            assertEquals(name.startsWith("POST"), operation.containsKey("requestBody"), name);
            Map<String, Object> responses = map(operation.get("responses"));
            assertTrue(responses.containsKey("200"), name);
            boolean open = List.of().equals(operation.get("security"));
            assertEquals(name.contains("/health/"), open, name);
            assertEquals(!open, responses.containsKey("401"), name);
            responses.values().forEach(response -> assertTrue(resolved(response).containsKey("description"), name));
            for (Object parameter :
                    operation.containsKey("parameters") ? list(operation.get("parameters")) : List.of()) {
                assertEquals("query", resolved(parameter).get("in"), name);
                assertTrue(resolved(parameter).containsKey("schema"), name);
            }
        });
    }

    @Test
    void everyReferenceHasItsPartAndEveryPartIsUsed() {
        Set<String> used = new TreeSet<>();
        references(document, used);
        used.forEach(ApiDocumentTest::resolve);
        Set<String> parts = new TreeSet<>();
        map(document.get("components")).forEach((kind, named) -> {
            if (!kind.equals("securitySchemes")) {
                map(named).keySet().forEach(name -> parts.add("#/components/" + kind + "/" + name));
            }
        });
        assertEquals(parts, used);
    }

    @Test
    void answersHaveTheShapesThatAreDescribed() throws IOException {
        long id = service.submit("/srv/x.asp", Running.VECTOR);
        service.result(id);
        for (String generation : new String[] {"/api/", "/api/v1/"}) {
            assertShape(
                    "POST", generation + "check", service.check(generation + "check", "/srv/x.asp", Running.VECTOR));
            assertShape("POST", generation + "check", service.check(generation + "check", "/srv/y.txt", "nothing"));
            assertShape(
                    "POST",
                    generation + "check",
                    service.ask("POST " + generation + "check HTTP/1.1\r\nHost: x\r\n" + "Content-Length: 0\r\n\r\n"));
            assertShape("POST", generation + "checkAsync", service.check(generation + "checkAsync", "a", "b"));
            assertShape("GET", generation + "getAsyncResults", service.get(generation + "getAsyncResults?id=" + id));
            assertShape("GET", generation + "getAsyncResults", service.get(generation + "getAsyncResults?id=x"));
            for (String name : new String[] {"status", "info", "sampleHistory", "queueHistory", "deniedHistory"}) {
                assertShape("GET", generation + name, service.get(generation + name + "?pretty=true"));
            }
            assertShape("GET", generation + "queueHistory", service.get(generation + "queueHistory?limit=x"));
            String marker = "{\"type\": \"begin\", \"source\": \"h\"}";
            assertShape(
                    "POST",
                    generation + "collection",
                    service.ask("POST " + generation + "collection HTTP/1.1\r\n"
                            + "Host: x\r\nContent-Type: application/json\r\nContent-Length: " + marker.length()
                            + "\r\n\r\n" + marker));
        }
        Raw.Answer recent = service.get("/api/v1/recentFindings");
        assertShape("GET", "/api/v1/recentFindings", recent);
        assertTrue(list(parse(recent.body())).size() >= 3, recent.body());
        assertEquals(
                1,
                list(parse(service.get("/api/v1/recentFindings?limit=1").body()))
                        .size());
        assertEquals(400, service.get("/api/v1/recentFindings?limit=many").status());
    }

    private static void assertShape(String method, String path, Raw.Answer answer) {
        Map<String, Object> operation =
                map(map(map(document.get("paths")).get(path)).get(method.toLowerCase(Locale.ROOT)));
        String where = method + " " + path + " " + answer.status();
        Object response = map(operation.get("responses")).get(String.valueOf(answer.status()));
        assertTrue(response != null, where + " is not described");
        Map<String, Object> content = map(map(resolved(response).get("content")).get(answer.header("Content-Type")));
        List<String> differences = new ArrayList<>();
        compare(map(content.get("schema")), parse(answer.body()), where, differences);
        assertEquals(List.of(), differences);
    }

    /* What of JSON Schema the document uses: $ref, oneOf, const, enum, type, required, properties, additionalProperties, items. */
    private static void compare(Map<String, Object> given, Object value, String where, List<String> differences) {
        Map<String, Object> schema = resolved(given);
        if (schema.containsKey("oneOf")) {
            int fitting = 0;
            for (Object choice : list(schema.get("oneOf"))) {
                List<String> of = new ArrayList<>();
                compare(map(choice), value, where, of);
                fitting += of.isEmpty() ? 1 : 0;
            }
            if (fitting != 1) {
                differences.add(where + " fits " + fitting + " of oneOf: " + value);
            }
        }
        if (schema.containsKey("const") && !schema.get("const").equals(value)) {
            differences.add(where + " is " + value);
        }
        if (schema.containsKey("enum") && !list(schema.get("enum")).contains(value)) {
            differences.add(where + " is " + value);
        }
        Object type = schema.get("type");
        if (type != null
                && !(type instanceof List<?> types ? types : List.of(type))
                        .stream().anyMatch(name -> is(name, value))) {
            differences.add(where + " is not " + type + " but " + value);
        }
        if (value instanceof Map<?, ?> object) {
            if (schema.containsKey("required")) {
                list(schema.get("required")).stream()
                        .filter(name -> !object.containsKey(name))
                        .forEach(name -> differences.add(where + " has no " + name));
            }
            Map<String, Object> properties =
                    schema.containsKey("properties") ? map(schema.get("properties")) : Map.of();
            object.forEach((name, inner) -> {
                Object known = properties.getOrDefault(name, schema.get("additionalProperties"));
                if (known instanceof Map<?, ?>) {
                    compare(map(known), inner, where + "/" + name, differences);
                }
            });
        }
        if (value instanceof List<?> items && schema.containsKey("items")) {
            items.forEach(item -> compare(map(schema.get("items")), item, where + "[]", differences));
        }
    }

    private static boolean is(Object type, Object value) {
        return switch (type.toString()) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "integer" -> value instanceof Long;
            case "number" -> value instanceof Number;
            case "null" -> value == null;
            default -> throw new IllegalArgumentException("type " + type);
        };
    }

    private static void operations(BiConsumer<String, Map<String, Object>> each) {
        map(document.get("paths"))
                .forEach((path, methods) -> map(methods)
                        .forEach((method, operation) ->
                                each.accept(method.toUpperCase(Locale.ROOT) + " " + path, map(operation))));
    }

    private static void references(Object part, Set<String> found) {
        if (part instanceof Map<?, ?> object) {
            object.forEach((name, value) -> {
                if (name.equals("$ref")) {
                    found.add((String) value);
                } else {
                    references(value, found);
                }
            });
        } else if (part instanceof List<?> items) {
            items.forEach(item -> references(item, found));
        }
    }

    private static Map<String, Object> resolved(Object part) {
        return map(part).get("$ref") instanceof String reference ? resolve(reference) : map(part);
    }

    private static Map<String, Object> resolve(String reference) {
        assertTrue(reference.startsWith("#/components/"), reference);
        Object part = document;
        for (String name : reference.substring(2).split("/")) {
            part = map(part).get(name);
            assertTrue(part != null, reference + " is not in the document");
        }
        return map(part);
    }

    private static <T> Set<T> keep(Set<T> all, Set<T> wanted) {
        Set<T> kept = new HashSet<>(all);
        kept.retainAll(wanted);
        return kept;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object value) {
        return (List<Object>) value;
    }

    private static Object parse(String text) {
        try (JsonParser in = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            in.nextToken();
            Object value = value(in);
            assertEquals(null, in.nextToken(), text);
            return value;
        }
    }

    private static Object value(JsonParser in) {
        switch (in.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> object = new LinkedHashMap<>();
                while (in.nextToken() != JsonToken.END_OBJECT) {
                    String name = in.currentName();
                    in.nextToken();
                    assertFalse(object.containsKey(name), "twice: " + name);
                    object.put(name, value(in));
                }
                return object;
            }
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                while (in.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(in));
                }
                return items;
            }
            case VALUE_NUMBER_INT -> {
                return in.getLongValue();
            }
            case VALUE_NUMBER_FLOAT -> {
                return in.getDoubleValue();
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                return in.currentToken() == JsonToken.VALUE_TRUE;
            }
            case VALUE_NULL -> {
                return null;
            }
            default -> {
                return in.getString();
            }
        }
    }
}
