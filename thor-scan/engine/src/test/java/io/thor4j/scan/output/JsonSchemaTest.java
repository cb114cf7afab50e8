package io.thor4j.scan.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.thor4j.core.Assessment;
import io.thor4j.core.Level;
import io.thor4j.core.ObjectType;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.Permissions;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** JSON logs of version 3 against a schema that was written from the reference's tables, not from the code. */
class JsonSchemaTest {
    private static Schema schema;

    @BeforeAll
    static void readSchema() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(JsonSchemaTest.class.getResourceAsStream("thor-event-v3.schema.json"))) {
            schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(in);
        }
    }

    private static List<String> problems(String line) {
        return schema.validate(line, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }

    private static String json(ObservedObject subject) {
        Assessment sample = Events.finding(Level.ALERT, 90, "/a", Events.hostileMatch("x"));
        return String.valueOf(LineFormat.json()
                .line(new Assessment(
                        sample.meta(),
                        "m",
                        90,
                        subject,
                        sample.reasons(),
                        1,
                        sample.context(),
                        List.of(new Assessment.Issue("/reasons", Assessment.Issue.TRUNCATED, "cut")),
                        null)));
    }

    @Test
    void findingsAndMessagesAreValid() {
        assertEquals(
                List.of(),
                problems(String.valueOf(LineFormat.json().line(Events.message(Level.INFO, "m", Map.of("a", 1))))));
        for (String name : Events.HOSTILE) {
            assertEquals(List.of(), problems(json(Events.file(name))));
        }
        assertEquals(
                List.of(),
                problems(json(ObservedObject.builder("file")
                        .set("path", "/a")
                        .set("exists", "yes")
                        .set(
                                "permissions",
                                new Permissions.Windows("o", List.of(new Permissions.Acl("g", 'F'))).toObject())
                        .build())));
    }

    @Test
    void everyTypeOfTheTablesIsValid() {
        List<String> wrong = new ArrayList<>();
        for (String type : ObjectType.names()) {
            ObservedObject.Builder object = ObservedObject.builder(type);
            if (type.equals("file")) {
                object.set("exists", "yes");
            }
            problems(json(object.build())).forEach(problem -> wrong.add(type + ": " + problem));
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void whatIsNoEventIsNot() {
        String good = json(Events.file("/a"));
        for (String bad : List.of(
                good.replace("\"score\":90,\"subject\"", "\"score\":\"90\",\"subject\""),
                good.replace("\"path\":\"/a\",", ""),
                good.replace("\"level\":\"Alert\"", "\"level\":\"Loud\""),
                good.replace("\"encoding\":\"hex\"", "\"encoding\":\"base64\""),
                good.replace("\"exists\":\"yes\"", "\"exists\":\"perhaps\""))) {
            assertFalse(bad.equals(good));
            assertTrue(!problems(bad).isEmpty(), bad);
        }
    }
}
