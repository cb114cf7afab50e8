package io.thor4j.threatintel.threatconnect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.thor4j.threatintel.IndicatorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreatConnectIndicatorTest {
    private static ThreatConnectIndicator indicator(Map<String, ?> more) {
        Map<String, Object> fields = new HashMap<>(Map.of("id", 1L, "lastModified", "2026-01-01T00:00:00Z"));
        fields.putAll(more);
        return new ThreatConnectIndicator(fields);
    }

    @ParameterizedTest
    @CsvSource({
        "Address, ip, 2001:DB8::0001, 2001:db8:0:0:0:0:0:1",
        "Host, hostName, EVIL.example., evil.example",
        "URL, text, HTTP://EVIL.example/Path, http://evil.example/Path",
        "EmailAddress, address, A@B.example, a@b.example",
        "ASN, AS Number, ASN12345, asn12345",
        "CIDR, Block, 192.0.2.0/24, 192.0.2.0/24",
        "Email Subject, Subject, Invoice, Invoice",
        "Hashtag, Hashtag, #op, #op",
        "Mutex, Mutex, Global\\x, Global\\x",
        "User Agent, User Agent String, Mozilla/4, Mozilla/4",
        "Registry Key, summary, HKEY_LOCAL_MACHINE\\a : b, HKEY_LOCAL_MACHINE\\a : b",
        "Our Own Type, summary, x y, x y",
    })
    void theValueIsInTheFieldOfTheType(String type, String field, String given, String value) {
        assertEquals(value, indicator(Map.of("type", type, field, given)).value());
    }

    @Test
    void aFileIsItsHashes() {
        String md5 = "0123456789ABCDEF0123456789abcdef";
        String sha1 = md5 + "01234567";
        assertEquals(
                md5.toLowerCase() + " : " + sha1.toLowerCase(),
                indicator(Map.of("type", "File", "sha1", sha1, "md5", md5)).value());
        assertEquals(
                List.of(sha1.toLowerCase()),
                IndicatorType.hashes(
                        indicator(Map.of("type", "File", "summary", sha1)).value()));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "TLP:RED, RED",
                "tlp: amber+strict, AMBER+STRICT",
                "TLP:WHITE, CLEAR",
                "TLP:PINK, -",
                "Secret, -",
                "x:TLP:RED, -"
            })
    void theMarkingIsReadFromLabels(String label, String tlp) {
        assertEquals(
                tlp,
                indicator(Map.of("securityLabels", Map.of("data", List.of(Map.of("name", label)))))
                        .tlp());
    }

    @Test
    void theStrictestMarkingCounts() {
        List<Map<String, String>> labels =
                List.of(Map.of("name", "TLP:GREEN"), Map.of("name", "TLP:AMBER"), Map.of("name", "TLP:CLEAR"));
        assertEquals(
                "AMBER",
                indicator(Map.of("securityLabels", Map.of("data", labels))).tlp());
    }

    @Test
    void numbersOutOfRangeAreCut() {
        assertEquals(100, indicator(Map.of("confidence", 5000L)).toIndicator().confidence());
        assertEquals(5.0, indicator(Map.of("rating", "9.5")).toIndicator().rating());
    }

    @Test
    void whatNoCursorCanFollowIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> indicator(Map.of("id", 1.5)));
        assertThrows(IllegalArgumentException.class, () -> indicator(Map.of("lastModified", "yesterday")));
        assertThrows(IllegalArgumentException.class, () -> indicator(Map.of("lastModified", "")));
    }
}
