package io.thor4j.threatintel.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.threatintel.IntelLimits;
import io.thor4j.threatintel.ecs.EcsOptions.Compatibility;
import io.thor4j.threatintel.json.JsonText;
import io.thor4j.threatintel.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The rows of threat-intel-apis.md sections 1.4 and 1.5. */
class ThorLogMappingTest {
    private static final JsonTree JSON = new JsonTree(IntelLimits.DEFAULT);

    private static FieldTree map(Compatibility compatibility, String event) {
        return new FieldTree(new ThorLogMapping(new EcsOptions(compatibility, false))
                .map(event, JSON.object(event), 1, null)
                .fields());
    }

    private static String json(Object value) {
        return value == null ? "-" : JsonText.of(value);
    }

    /** Event, then the path and the JSON of what stands there; "-" for nothing. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // 1
                "{}|ecs.version|\"9.4.0\"",
                // 7
                "{\"scanid\":\"S-1\"}|thor.scan_id|\"S-1\"",
                "{\"scanid\":\"S-1\"}|thor.scanid|-",
                // 9, 28, 29
                "{\"file\":\"/etc/passwd\"}|file|{\"path\":\"/etc/passwd\",\"name\":\"passwd\"}",
                "{\"file\":{\"path\":\"C:\\\\a\\\\b.exe\"}}|file.name|\"b.exe\"",
                "{\"file\":\"c:\\\\b.exe\"}|file.name|\"b.exe\"",
                "{\"file\":\"\\\\\\\\?\\\\C:\\\\a\\\\b c.exe\"}|file.name|\"b c.exe\"",
                "{\"file\":\"\\\\Device\\\\x\\\\b.sys\"}|file.name|\"b.sys\"",
                "{\"file\":\"/root\"}|file.name|\"root\"",
                "{\"file\":\"rel/ative\"}|file.name|-",
                "{\"file\":\"/dir/\"}|file.name|-",
                "{\"file\":\"C:\"}|file.name|-",
                "{\"file\":\"rel/ative\"}|error.message|[\"file.path is no path with a file name: rel/ative\"]",
                // 10, 11 and the rule of dates
                "{\"time\":\"2025-06-01T10:00:50.4608728Z\"}|@timestamp|\"2025-06-01T10:00:50.460Z\"",
                "{\"time\":\"2025-06-01T10:00:50+02:00\"}|@timestamp|\"2025-06-01T08:00:50.000Z\"",
                "{\"time\":\"2025-06-01T10:00:50\"}|@timestamp|\"2025-06-01T10:00:50.000Z\"",
                "{\"time\":\"2025-06-01\"}|@timestamp|\"2025-06-01T00:00:00.000Z\"",
                "{\"time\":\"0001-01-01T00:00:00Z\"}|@timestamp|\"0001-01-01T00:00:00.000Z\"",
                "{\"time\":\"soon\"}|error.message|[\"time is no time: soon\"]",
                "{\"time\":\"soon\"}|thor|-",
                "{\"end_time\":\"2025-06-01T10:00:50.1234567Z\"}|event.end|\"2025-06-01T10:00:50.123Z\"",
                "{\"end_time\":\"x\"}|thor.end_time|-",
                // 12
                "{\"level\":\"Warning\",\"message\":\"m\",\"module\":\"X\"}|log.level|\"Warning\"",
                "{\"level\":\"Warning\",\"message\":\"m\",\"module\":\"X\"}|message|\"m\"",
                "{\"level\":\"Warning\",\"message\":\"m\",\"module\":\"X\"}|event.module|\"X\"",
                "{\"level\":\"Warning\",\"message\":\"m\",\"module\":\"X\"}|thor|-",
                // 13
                "{\"image_path\":\"/a\"}|thor|{\"image\":{\"path\":\"/a\"}}",
                "{\"image_path\":\"/a\",\"image\":{\"path\":\"/b\"}}|thor|{\"image\":{\"path\":\"/b\"}}",
                // 14, 15
                "{\"enabled\":\"true\",\"locked\":\"false\",\"valid\":true}|thor|{\"valid\":true,\"enabled\":true,\"locked\":false}",
                "{\"is_admin\":\"yes\"}|error.message|[\"thor.is_admin is no boolean: yes\"]",
                "{\"is_admin\":\"yes\"}|thor|-",
                "{\"entries\":\"12\",\"pass_age\":\"1.5\"}|thor|{\"entries\":12,\"pass_age\":1.5}",
                "{\"entries\":\"12.5\"}|thor|-",
                "{\"entries\":1e999999999}|thor|-",
                // 16
                "{\"module\":\"ProcessCheck\",\"pid\":5,\"ppid\":\"4\",\"process_name\":\"n\",\"command\":\"c\",\"parent\":\"p\",\"image\":{\"path\":\"/i\"}}"
                        + "|process|{\"pid\":5,\"parent\":{\"pid\":4,\"executable\":\"p\"},\"name\":\"n\",\"command_line\":\"c\",\"executable\":\"/i\"}",
                "{\"module\":\"Filescan\",\"pid\":5}|thor.pid|5",
                // 17 to 21
                "{\"module\":\"ProcessConnections\",\"protocol\":\"TCP\",\"ip\":\"192.0.2.1\",\"port\":\"7000\",\"rip\":\"2001:db8::1\",\"rport\":80}"
                        + "|source|{\"ip\":\"192.0.2.1\",\"port\":7000}",
                "{\"module\":\"ProcessConnections\",\"protocol\":\"TCP\",\"ip\":\"192.0.2.1\",\"rip\":\"2001:db8::1\",\"rport\":80}"
                        + "|destination|{\"ip\":\"2001:db8::1\",\"port\":80}",
                "{\"module\":\"ProcessConnections\",\"protocol\":\"TCP\"}|network.transport|\"tcp\"",
                "{\"module\":\"ProcessConnections\"}|event.type|[\"info\",\"connection\"]",
                "{\"module\":\"ProcessConnections\",\"ip\":\"192.0.2.1\",\"rip\":\"192.0.2.1\"}|related.ip|[\"192.0.2.1\"]",
                "{\"ip\":\"*\",\"rip\":\"*\"}|error|-",
                "{\"ip\":\"evil.example\"}|thor|-",
                "{\"ip\":\"192.0.2.1\"}|thor.ip|\"192.0.2.1\"",
                // 22
                "{\"module\":\"SHIMCache\",\"key\":\"k\",\"entry\":\"e\",\"hive\":\"h\"}|registry|{\"key\":\"k\",\"value\":\"e\",\"path\":\"h\"}",
                "{\"module\":\"Autoruns\",\"entry\":\"e\"}|thor.entry|\"e\"",
                // 24, 25, 26
                "{\"log_version\":\"v2.0.0\"}|event.version|\"v2.0.0\"",
                "{\"user\":\"u\",\"userid\":\"S-1\",\"domain\":\"d\",\"full_name\":\"f\"}|user|{\"name\":\"u\",\"id\":\"S-1\",\"domain\":\"d\"}",
                "{\"module\":\"Users\",\"full_name\":\"f\"}|user.full_name|\"f\"",
                "{\"user\":\"u\"}|related.user|[\"u\"]",
                "{\"hostname\":\"h\"}|host.name|\"h\"",
                "{\"hostname\":\"h\"}|related.hosts|[\"h\"]",
                // 27, 39
                "{\"file\":{\"path\":\"/a\",\"md5\":\"m\",\"sha1\":\"s\",\"sha256\":\"t\",\"size\":3,\"owner\":\"o\",\"group\":\"g\"}}|file"
                        + "|{\"group\":\"g\",\"owner\":\"o\",\"hash\":{\"md5\":\"m\",\"sha1\":\"s\",\"sha256\":\"t\"},\"size\":3,\"path\":\"/a\",\"name\":\"a\"}",
                "{\"file\":{\"md5\":\"m\",\"sha1\":\"m\"}}|related.hash|[\"m\"]",
                // 30, 31
                "{\"lastrun\":\"x\"}|thor.last_run|\"x\"",
                "{\"firstbytes\":\"4d5a\"}|thor|{\"first_bytes\":\"4d5a\"}",
                "{\"eventconsumername\":\"1\",\"eventconsumer\":\"2\",\"eventfiltername\":\"3\",\"eventfilter\":\"4\",\"filtertype\":\"5\"}|thor"
                        + "|{\"event_consumer_name\":\"1\",\"event_consumer\":\"2\",\"event_filter_name\":\"3\",\"event_filter\":\"4\",\"filter_type\":\"5\"}",
                "{\"files\":[{\"firstbytes\":\"4d\",\"desc\":\"d\"}]}|thor.files|[{\"first_bytes\":\"4d\",\"description\":\"d\"}]",
                "{\"archive\":{\"firstbytes\":\"4d\",\"desc\":\"d\"}}|thor.archive|{\"desc\":\"d\",\"first_bytes\":\"4d\"}",
                // 32, 33, 34
                "{\"file\":{\"accessed\":\"2025-01-01\",\"changed\":\"2025-01-02\",\"modified\":\"2025-01-03\",\"created\":\"2025-01-04\"}}|file"
                        + "|{\"accessed\":\"2025-01-01T00:00:00.000Z\",\"ctime\":\"2025-01-02T00:00:00.000Z\",\"mtime\":\"2025-01-03T00:00:00.000Z\""
                        + ",\"created\":\"2025-01-04T00:00:00.000Z\"}",
                "{\"file\":{\"created\":\"x\"}}|thor.file.created|\"x\"",
                "{\"image\":{\"created\":\"2025-01-01\"}}|thor.image.created|\"2025-01-01T00:00:00.000Z\"",
                "{\"modified\":\"x\"}|thor.modified|\"x\"",
                "{\"files\":[{\"created\":\"x\"}]}|error|-",
                "{\"reasons\":[{\"signature\":{\"ruledate\":\"2025-01-01\"}}]}|thor.reasons|[{\"signature\":{\"ruledate\":\"2025-01-01T00:00:00.000Z\"}}]",
                // 35, 36, 37, 38
                "{\"start\":\"2025-01-01T01:02:03, 2025-01-02\"}|thor.start|\"2025-01-01T01:02:03.000Z\"",
                "{\"start\":\"\"}|thor|-",
                "{\"last_logon\":\"never\"}|thor|-",
                "{\"last_logon\":\"never\"}|error.message|[\"thor.last_logon is no time: never\"]",
                "{\"installed_on\":\"3/7/2025\"}|thor.installed_on|\"2025-03-07T00:00:00.000Z\"",
                "{\"installed_on\":\"03/07/2025\"}|thor.installed_on|\"2025-03-07T00:00:00.000Z\"",
                "{\"installed_on\":\"x\"}|thor|-",
                "{\"duration\":\"0 hours 44 mins 8 secs\"}|thor.duration|2648",
                "{\"duration\":\"\"}|thor|-",
                // 40
                "{\"user\":\"u\",\"file\":{\"owner\":\"o\"},\"run_as_user\":\"r\",\"owner\":\"u\",\"files\":[{\"owner\":\"f\"}]}|related.user"
                        + "|[\"u\",\"o\",\"r\",\"f\"]",
                // 41
                "{\"a\":null,\"b\":\"\",\"c\":{},\"d\":[{}],\"e\":0,\"f\":false}|thor|{\"e\":0,\"f\":false}",
                // ids beyond doubles
                "{\"event_id\":9007199254918487}|thor.event_id|9007199254918487",
            })
    void eachRowHoldsInBothModes(String event, String path, String expected) {
        for (Compatibility compatibility : Compatibility.values()) {
            assertEquals(expected, json(map(compatibility, event).get(path)), compatibility.name());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Amcache RegistryChecks RegistryHive SHIMCache|registry|access",
                "AtJobs Autoruns EnvCheck EtwWatcher Eventlog Events HotfixCheck Init Report Rootkit ScheduledTasks ServiceCheck Sigma Startup WER"
                        + " WMIPersistence WMIStartup Yara|configuration|info",
                "DNSCache Firewall NetworkShares|network|info",
                "Filescan LogScan Timestomp|file|info",
                "Hosts|host|info",
                "LSASessions|session,iam|info",
                "LoggedIn|iam|info",
                "Mutex Pipes ProcessCheck|process|info",
                "NetworkSessions|network,session|info",
                "ProcessConnections|process,network|info,connection",
                "UserDir Users|iam|info,user",
                "VulnerabilityCheck|vulnerability|info"
            })
    void modulesHaveTheirCategories(String modules, String category, String type) {
        for (String module : modules.split(" ")) {
            FieldTree doc = map(Compatibility.ELASTIC, "{\"module\":\"" + module + "\"}");
            assertEquals(List.of(category.split(",")), doc.get("event.category"), module);
            assertEquals(List.of(type.split(",")), doc.get("event.type"), module);
            assertEquals("event", doc.get("event.kind"));
        }
    }

    @Test
    void alertsAreAlertsWhateverTheModule() {
        FieldTree doc = map(
                Compatibility.ELASTIC, "{\"module\":\"New\",\"level\":\"Alert\",\"message\":\"Malware file found\"}");
        assertEquals("alert", doc.get("event.kind"));
        assertEquals(List.of("malware"), doc.get("event.category"));
        assertEquals(null, map(Compatibility.ELASTIC, "{\"module\":\"New\"}").get("event.kind"));
    }

    private static final String TWO_REASONS = "{\"level\":\"Alert\",\"score\":96,\"reasons\":["
            + "{\"name\":\"N1\",\"signature\":{\"rulename\":\"R1\",\"author\":\"A1\",\"ref\":\"http://r\",\"tags\":[\"T1027\",\"EXE\"]}},"
            + "{\"name\":\"N2\",\"signature\":{\"rulename\":\"R2\",\"author\":\"A2\",\"tags\":[\"T1059.001\",\"T99\"]}}],"
            + "\"image\":{\"md5\":\"m\"}}";

    @Test
    void elasticTakesTheFirstReasonOnly() {
        FieldTree doc = map(Compatibility.ELASTIC, TWO_REASONS);
        assertEquals(
                "{\"name\":\"N1\",\"description\":\"N1\",\"id\":\"R1\",\"author\":[\"A1\"],\"ruleset\":\"http://r\"}",
                json(doc.get("rule")));
        assertEquals(null, doc.get("event.severity"));
        assertEquals(null, doc.get("event.risk_score"));
        assertEquals(null, doc.get("threat"));
        assertEquals(null, doc.get("related.hash"));
        assertEquals(2, ((List<?>) doc.get("thor.reasons")).size());
    }

    @Test
    void oursTakesAllReasonsTechniquesSeverityAndScore() {
        FieldTree doc = map(Compatibility.THOR, TWO_REASONS);
        assertEquals(List.of("N1", "N2"), doc.get("thor.rules.name"));
        assertEquals(List.of("R1", "R2"), doc.get("thor.rules.id"));
        assertEquals(List.of("A1", "A2"), doc.get("rule.author"));
        assertEquals(List.of("T1027", "T1059.001"), doc.get("threat.technique.id"));
        assertEquals(73L, doc.get("event.severity"));
        assertEquals(96L, doc.get("event.risk_score"));
        assertEquals(List.of("m"), doc.get("related.hash"));
    }

    @ParameterizedTest
    @EnumSource
    void equalLinesAreDifferentEvents(Compatibility compatibility) {
        ThorLogMapping mapping = new ThorLogMapping(new EcsOptions(compatibility, true));
        String line = "{\"message\":\"m\"}";
        List<String> ids = new ArrayList<>();
        ids.add(mapping.map(line, JSON.object(line), 1, "c").id());
        ids.add(mapping.map(line, JSON.object(line), 2, "c").id());
        ids.add(mapping.map(line, JSON.object(line), 1, "d").id());
        assertEquals(3, ids.stream().distinct().count());
        EcsDocument document = mapping.map(line, JSON.object(line), 1, "c");
        assertEquals(ids.get(0), document.id());
        assertNotEquals(ids.get(0), ids.get(1));
        assertTrue(document.toLine().startsWith("{\"_id\":\"" + ids.get(0) + "\",\"ecs\":"), document.toLine());
        assertTrue(document.toLine().contains("\"campaign_id\":\"c\""));
        assertEquals(line, new FieldTree(document.fields()).get("event.original"));
    }
}
