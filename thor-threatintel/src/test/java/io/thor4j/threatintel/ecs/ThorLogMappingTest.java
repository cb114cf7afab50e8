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
                // 2, and every name of 14, 15, 19, 31 to 36 and 40
                "{\"organization\":\"o\",\"division\":\"d\",\"team\":\"t\",\"x\":1}|thor|{\"x\":1}",
                "{\"organization\":\"o\",\"division\":\"d\"}|thor|{\"organization\":\"o\",\"division\":\"d\"}",
                "{\"exec_flag\":\"true\"}|thor.exec_flag|true",
                "{\"exec_flag\":\"maybe\"}|thor|-",
                "{\"enabled\":\"true\"}|thor.enabled|true",
                "{\"enabled\":\"maybe\"}|thor|-",
                "{\"is_admin\":\"true\"}|thor.is_admin|true",
                "{\"is_admin\":\"maybe\"}|thor|-",
                "{\"no_expire\":\"true\"}|thor.no_expire|true",
                "{\"no_expire\":\"maybe\"}|thor|-",
                "{\"active\":\"true\"}|thor.active|true",
                "{\"active\":\"maybe\"}|thor|-",
                "{\"locked\":\"true\"}|thor.locked|true",
                "{\"locked\":\"maybe\"}|thor|-",
                "{\"valid\":\"true\"}|thor.valid|true",
                "{\"valid\":\"maybe\"}|thor|-",
                "{\"badpwcount\":\"7\"}|thor.badpwcount|7",
                "{\"badpwcount\":\"many\"}|error.message|[\"thor.badpwcount is no whole number: many\"]",
                "{\"entries\":\"7\"}|thor.entries|7",
                "{\"entries\":\"many\"}|error.message|[\"thor.entries is no whole number: many\"]",
                "{\"event_id\":\"7\"}|thor.event_id|7",
                "{\"event_id\":\"many\"}|error.message|[\"thor.event_id is no whole number: many\"]",
                "{\"num_logons\":\"7\"}|thor.num_logons|7",
                "{\"num_logons\":\"many\"}|error.message|[\"thor.num_logons is no whole number: many\"]",
                "{\"scanned\":\"7\"}|thor.scanned|7",
                "{\"scanned\":\"many\"}|error.message|[\"thor.scanned is no whole number: many\"]",
                "{\"port\":\"7\"}|thor.port|7",
                "{\"port\":\"many\"}|error.message|[\"thor.port is no whole number: many\"]",
                "{\"rport\":\"7\"}|thor.rport|7",
                "{\"rport\":\"many\"}|error.message|[\"thor.rport is no whole number: many\"]",
                "{\"pass_age\":\"old\"}|thor|-",
                "{\"image\":{\"accessed\":\"2025-01-01\"}}|thor.image.accessed|\"2025-01-01T00:00:00.000Z\"",
                "{\"image\":{\"accessed\":\"x\"}}|thor.image.accessed|\"x\"",
                "{\"image\":{\"accessed\":\"x\"}}|error.message|[\"thor.image.accessed is no time: x\"]",
                "{\"image\":{\"created\":\"2025-01-01\"}}|thor.image.created|\"2025-01-01T00:00:00.000Z\"",
                "{\"image\":{\"created\":\"x\"}}|thor.image.created|\"x\"",
                "{\"image\":{\"created\":\"x\"}}|error.message|[\"thor.image.created is no time: x\"]",
                "{\"image\":{\"modified\":\"2025-01-01\"}}|thor.image.modified|\"2025-01-01T00:00:00.000Z\"",
                "{\"image\":{\"modified\":\"x\"}}|thor.image.modified|\"x\"",
                "{\"image\":{\"modified\":\"x\"}}|error.message|[\"thor.image.modified is no time: x\"]",
                "{\"image\":{\"changed\":\"2025-01-01\"}}|thor.image.changed|\"2025-01-01T00:00:00.000Z\"",
                "{\"image\":{\"changed\":\"x\"}}|thor.image.changed|\"x\"",
                "{\"image\":{\"changed\":\"x\"}}|error.message|[\"thor.image.changed is no time: x\"]",
                "{\"created\":\"2025-01-01\"}|thor.created|\"2025-01-01T00:00:00.000Z\"",
                "{\"created\":\"x\"}|thor.created|\"x\"",
                "{\"created\":\"x\"}|error.message|[\"thor.created is no time: x\"]",
                "{\"modified\":\"2025-01-01\"}|thor.modified|\"2025-01-01T00:00:00.000Z\"",
                "{\"modified\":\"x\"}|thor.modified|\"x\"",
                "{\"modified\":\"x\"}|error.message|[\"thor.modified is no time: x\"]",
                "{\"last_run\":\"2025-01-01\"}|thor.last_run|\"2025-01-01T00:00:00.000Z\"",
                "{\"last_run\":\"x\"}|thor.last_run|\"x\"",
                "{\"last_run\":\"x\"}|error.message|[\"thor.last_run is no time: x\"]",
                "{\"next_run\":\"2025-01-01\"}|thor.next_run|\"2025-01-01T00:00:00.000Z\"",
                "{\"next_run\":\"x\"}|thor.next_run|\"x\"",
                "{\"next_run\":\"x\"}|error.message|[\"thor.next_run is no time: x\"]",
                "{\"files\":[{\"accessed\":\"2025-01-01\"}]}|thor.files|[{\"accessed\":\"2025-01-01T00:00:00.000Z\"}]",
                "{\"files\":[{\"accessed\":\"x\"}]}|thor.files|[{\"accessed\":\"x\"}]",
                "{\"files\":[{\"created\":\"2025-01-01\"}]}|thor.files|[{\"created\":\"2025-01-01T00:00:00.000Z\"}]",
                "{\"files\":[{\"created\":\"x\"}]}|thor.files|[{\"created\":\"x\"}]",
                "{\"files\":[{\"modified\":\"2025-01-01\"}]}|thor.files|[{\"modified\":\"2025-01-01T00:00:00.000Z\"}]",
                "{\"files\":[{\"modified\":\"x\"}]}|thor.files|[{\"modified\":\"x\"}]",
                "{\"app\":{\"created\":\"2025-01-01\"}}|thor.app.created|\"2025-01-01T00:00:00.000Z\"",
                "{\"app\":{\"created\":\"x\"}}|thor|-",
                "{\"app\":{\"created\":\"x\"}}|error.message|[\"thor.app.created is no time: x\"]",
                "{\"archive\":{\"accessed\":\"2025-01-01\"}}|thor.archive.accessed|\"2025-01-01T00:00:00.000Z\"",
                "{\"archive\":{\"accessed\":\"x\"}}|thor|-",
                "{\"archive\":{\"accessed\":\"x\"}}|error.message|[\"thor.archive.accessed is no time: x\"]",
                "{\"archive\":{\"created\":\"2025-01-01\"}}|thor.archive.created|\"2025-01-01T00:00:00.000Z\"",
                "{\"archive\":{\"created\":\"x\"}}|thor|-",
                "{\"archive\":{\"created\":\"x\"}}|error.message|[\"thor.archive.created is no time: x\"]",
                "{\"archive\":{\"modified\":\"2025-01-01\"}}|thor.archive.modified|\"2025-01-01T00:00:00.000Z\"",
                "{\"archive\":{\"modified\":\"x\"}}|thor|-",
                "{\"archive\":{\"modified\":\"x\"}}|error.message|[\"thor.archive.modified is no time: x\"]",
                "{\"date\":\"2025-01-01\"}|thor.date|\"2025-01-01T00:00:00.000Z\"",
                "{\"date\":\"x\"}|thor|-",
                "{\"date\":\"x\"}|error.message|[\"thor.date is no time: x\"]",
                "{\"event_time\":\"2025-01-01\"}|thor.event_time|\"2025-01-01T00:00:00.000Z\"",
                "{\"event_time\":\"x\"}|thor|-",
                "{\"event_time\":\"x\"}|error.message|[\"thor.event_time is no time: x\"]",
                "{\"last_logon\":\"2025-01-01\"}|thor.last_logon|\"2025-01-01T00:00:00.000Z\"",
                "{\"last_logon\":\"x\"}|thor|-",
                "{\"last_logon\":\"x\"}|error.message|[\"thor.last_logon is no time: x\"]",
                "{\"log_accessed\":\"2025-01-01\"}|thor.log_accessed|\"2025-01-01T00:00:00.000Z\"",
                "{\"log_accessed\":\"x\"}|thor|-",
                "{\"log_accessed\":\"x\"}|error.message|[\"thor.log_accessed is no time: x\"]",
                "{\"log_created\":\"2025-01-01\"}|thor.log_created|\"2025-01-01T00:00:00.000Z\"",
                "{\"log_created\":\"x\"}|thor|-",
                "{\"log_created\":\"x\"}|error.message|[\"thor.log_created is no time: x\"]",
                "{\"log_modified\":\"2025-01-01\"}|thor.log_modified|\"2025-01-01T00:00:00.000Z\"",
                "{\"log_modified\":\"x\"}|thor|-",
                "{\"log_modified\":\"x\"}|error.message|[\"thor.log_modified is no time: x\"]",
                "{\"start_time\":\"2025-01-01\"}|thor.start_time|\"2025-01-01T00:00:00.000Z\"",
                "{\"start_time\":\"x\"}|thor|-",
                "{\"start_time\":\"x\"}|error.message|[\"thor.start_time is no time: x\"]",
                "{\"timestamp\":\"2025-01-01\"}|thor.timestamp|\"2025-01-01T00:00:00.000Z\"",
                "{\"timestamp\":\"x\"}|thor|-",
                "{\"timestamp\":\"x\"}|error.message|[\"thor.timestamp is no time: x\"]",
                "{\"run_as_user\":\"o\"}|related.user|[\"o\"]",
                "{\"exe_owner\":\"o\"}|related.user|[\"o\"]",
                "{\"owner\":\"o\"}|related.user|[\"o\"]",
                "{\"unit_owner\":\"o\"}|related.user|[\"o\"]",
                "{\"image\":{\"owner\":\"o\"}}|related.user|[\"o\"]",
                "{\"file\":{\"accessed\":\"x\"}}|thor.file.accessed|\"x\"",
                "{\"file\":{\"changed\":\"x\"}}|thor.file.changed|\"x\"",
                "{\"file\":{\"modified\":\"x\"}}|thor.file.modified|\"x\"",
                "{\"nextrun\":\"x\"}|thor.next_run|\"x\"",
                "{\"file\":{\"firstbytes\":\"4d\",\"desc\":\"d\"}}|thor.file|{\"first_bytes\":\"4d\",\"description\":\"d\"}",
                "{\"image\":{\"firstbytes\":\"4d\",\"desc\":\"d\"}}|thor.image|{\"first_bytes\":\"4d\",\"description\":\"d\"}",
                "{\"app\":{\"firstbytes\":\"4d\",\"desc\":\"d\"}}|thor.app|{\"first_bytes\":\"4d\",\"description\":\"d\"}",
                "{\"file\":{\"md5\":\"m\",\"sha1\":\"s\",\"sha256\":\"t\"}}|related.hash|[\"m\",\"s\",\"t\"]",
                "{\"score\":70}|thor.score|70",
                "{\"campaign_id\":\"c\"}|thor.campaign_id|\"c\"",
                "{\"module\":\"Users\",\"full_name\":\"f\"}|thor|-",
                "{\"module\":\"Hosts\",\"full_name\":\"f\"}|thor.full_name|\"f\"",
                "{\"port\":\"7000\"}|thor.port|7000",
                "{\"protocol\":\"TCP\"}|thor.protocol|\"TCP\"",
                "{\"key\":\"k\",\"hive\":\"h\"}|thor|{\"key\":\"k\",\"hive\":\"h\"}",
                "{\"duration\":\"1 hour 0 mins 1 sec\"}|thor.duration|3601",
                "{\"start\":\"x\"}|thor.start|\"x\"",
                "{\"start\":\"x\"}|error.message|[\"thor.start is no time: x\"]",
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
            for (Compatibility compatibility : Compatibility.values()) {
                FieldTree doc = map(compatibility, "{\"module\":\"" + module + "\"}");
                String what = module + " " + compatibility;
                assertEquals(List.of(category.split(",")), doc.get("event.category"), what);
                assertEquals(List.of(type.split(",")), doc.get("event.type"), what);
                assertEquals("event", doc.get("event.kind"), what);
            }
        }
    }

    /* Row 6: the categories come of what is moved away later, and the level of an alert and the message of malware count for every module. */
    @ParameterizedTest
    @EnumSource
    void alertsAreAlertsWhateverTheModule(Compatibility compatibility) {
        FieldTree unknown =
                map(compatibility, "{\"module\":\"New\",\"level\":\"Alert\",\"message\":\"Malware file found\"}");
        assertEquals("alert", unknown.get("event.kind"));
        assertEquals(List.of("malware"), unknown.get("event.category"));
        assertEquals(null, unknown.get("event.type"));
        FieldTree known =
                map(compatibility, "{\"module\":\"Filescan\",\"level\":\"Alert\",\"message\":\"Malware file found\"}");
        assertEquals("alert", known.get("event.kind"));
        assertEquals(List.of("file", "malware"), known.get("event.category"));
        assertEquals(List.of("info"), known.get("event.type"));
        assertEquals("Filescan", known.get("event.module"));
        assertEquals("Alert", known.get("log.level"));
        assertEquals("Malware file found", known.get("message"));
        FieldTree warning =
                map(compatibility, "{\"module\":\"Filescan\",\"level\":\"Warning\",\"message\":\"Malware\"}");
        assertEquals("event", warning.get("event.kind"), "a Warning is no alert");
        assertEquals(List.of("file"), warning.get("event.category"));
        FieldTree nothing = map(compatibility, "{\"module\":\"New\"}");
        assertEquals(null, nothing.get("event.kind"));
        assertEquals(null, nothing.get("event.category"));
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
