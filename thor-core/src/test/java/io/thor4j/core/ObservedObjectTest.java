package io.thor4j.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObservedObjectTest {
    @Test
    void theTableHasEverySubjectOfTheReference() {
        for (String name : List.of(
                "file",
                "process",
                "process connection",
                "process handle",
                "thread",
                "network connecting thread",
                "THOR invocation information",
                "system information",
                "Windows platform information",
                "log line",
                "eventlog entry",
                "journal log entry",
                "audit log entry",
                "shim database entry",
                "process start",
                "registry value",
                "registry key",
                "registered debugger",
                "MS Office connection cache entry",
                "TeamViewer password",
                "registry scheduled task",
                "file chunk",
                "MFT entry",
                "USN entry",
                "AmCache entry",
                "shim cache entry",
                "shim cache",
                "prefetch info",
                "jump list entry",
                "shellbag entry",
                "PowerShell module analysis cache module entry",
                "autorun entry",
                "scheduled task",
                "cron job",
                "at job",
                "Windows service",
                "systemd service",
                "init.d service",
                "WMI startup command",
                "WMI element",
                "firewall rule",
                "raw firewall rule",
                "hosts file entry",
                "DNS cache entry",
                "network session",
                "network share",
                "web download",
                "web page visit",
                "quarantine event",
                "Windows user",
                "Unix user",
                "logged in user",
                "user profile",
                "LSA session",
                "authorized_keys entry",
                "groups.xml user",
                "Tomcat user",
                "mutex",
                "event",
                "named pipe",
                "pipe list",
                "environment variable",
                "antivirus product",
                "antivirus exclusion",
                "rootkit",
                "DoublePulsar Handshake",
                "Linux kernel module",
                "eBPF program",
                "hotfix summary",
                "end of life report",
                "KnowledgeDB entry",
                "DETECTION_ADD MPLog entry",
                "EstimatedImpact MPLog entry",
                "SDN query MPLog entry",
                "EMS detection MPLog entry",
                "User Access Log Entry",
                "SRUM Resource Usage Entry",
                "structured data from plugin")) {
            assertNotNull(ObjectType.find(name), name);
            assertTrue(ObjectType.names().contains(name), name);
        }
        assertFalse(ObjectType.names().contains("hashes"));
    }

    @Test
    void fieldsComeInTheOrderOfTheTypeWhateverOrderTheyWereSetIn() {
        ObservedObject object = ObservedObject.builder("hosts file entry")
                .set("ip", "10.0.0.1")
                .set("host", "evil.example")
                .build();
        assertEquals(List.of("host", "ip"), List.copyOf(object.values().keySet()));
        assertEquals("hosts file entry{host=evil.example, ip=10.0.0.1}", object.toString());
    }

    @Test
    void aPlainObjectRefusesUnknownFieldsAndWrongValues() {
        ObservedObject.Builder file = ObservedObject.builder("file");
        assertThrows(IllegalArgumentException.class, () -> file.set("pth", "x"));
        assertThrows(IllegalArgumentException.class, () -> file.set("path", 5));
        assertThrows(IllegalArgumentException.class, () -> file.set("size", -1));
        assertThrows(IllegalArgumentException.class, () -> file.set("size", BigInteger.TWO.pow(64)));
        assertThrows(IllegalArgumentException.class, () -> file.set("unpack_source", List.of(1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> file.set("hashes", ObservedObject.builder("mutex").build()));
        assertThrows(
                IllegalArgumentException.class,
                () -> ObservedObject.builder("network session").set("idle", Duration.ofDays(200_000)));
        assertThrows(
                IllegalArgumentException.class,
                () -> ObservedObject.builder("user profile").set("modified", Instant.parse("+10000-01-01T00:00:00Z")));
    }

    @Test
    void anUnknownTypeIsAGenericObject() {
        ObservedObject object = ObservedObject.builder("browser extension")
                .set("name", "x")
                .set("count", 5)
                .set("nothing", null)
                .set("seen", Instant.EPOCH)
                .build();
        assertNull(object.objectType());
        assertEquals(5L, object.get("count"));
        assertEquals(OffsetDateTime.parse("1970-01-01T00:00Z"), object.get("seen"));
        assertTrue(object.values().containsKey("nothing"));
        assertThrows(
                IllegalArgumentException.class,
                () -> ObservedObject.builder("x").set("type", "y"));
        assertThrows(
                IllegalArgumentException.class,
                () -> ObservedObject.builder("x").set("a", new Object()));
        assertThrows(
                IllegalArgumentException.class,
                () -> ObservedObject.builder("x").set("a", Double.NaN));
    }

    @Test
    void endlessNestingIsRefusedInsteadOfOverflowingTheStack() {
        List<Object> loop = new ArrayList<>();
        loop.add(loop);
        assertThrows(
                IllegalArgumentException.class,
                () -> ObservedObject.builder("x").set("a", loop));
    }

    @Test
    void uint64BeyondLongIsKept() {
        BigInteger top = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);
        ObservedObject object = ObservedObject.builder("file").set("size", top).build();
        assertEquals(top, object.get("size"));
        assertEquals(
                7L,
                ObservedObject.builder("file")
                        .set("size", BigInteger.valueOf(7))
                        .build()
                        .get("size"));
    }

    @Test
    void pointersLeadThroughObjectsMapsAndLists() {
        ObservedObject event = ObservedObject.builder("eventlog entry")
                .set("entry", Map.of("a/b~c", "value"))
                .build();
        assertEquals("/entry/a~1b~0c", ObservedObject.pointer("entry", "a/b~c"));
        assertEquals("value", event.resolve("/entry/a~1b~0c"));
        assertEquals(event, event.resolve(""));
        assertNull(event.resolve("/entry/none/deeper"));
        ObservedObject file = ObservedObject.builder("file")
                .set("unpack_source", List.of("EMAIL", "ZIP"))
                .build();
        assertEquals("ZIP", file.resolve("/unpack_source/1"));
        assertNull(file.resolve("/unpack_source/2"));
        assertNull(file.resolve("/unpack_source/x"));
    }

    @Test
    void settingNullUnsetsAField() {
        ObservedObject object = ObservedObject.builder("mutex")
                .set("mutex", "m")
                .set("mutex", null)
                .build();
        assertEquals(Map.of(), object.values());
    }
}
