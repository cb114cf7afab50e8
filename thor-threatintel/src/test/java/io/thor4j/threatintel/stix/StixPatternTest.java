package io.thor4j.threatintel.stix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StixPatternTest {
    private static final String MD5 = "0123456789abcdef0123456789abcdef";
    private static final String SHA1 = "0123456789abcdef0123456789abcdef01234567";

    private static String read(String pattern) {
        StixPattern read = StixPattern.parse(pattern);
        return read.values().stream()
                        .map(value -> value.type() + "=" + value.value())
                        .collect(Collectors.joining("|"))
                + (read.complete() ? "" : "+?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '"',
            value = {
                "[domain-name:value = 'evil.example'] ~ Host=evil.example",
                "[ domain-name:value='a.example' OR domain-name : value == 'b.example' ] ~ Host=a.example|Host=b.example",
                "[domain-name:value = 'a'] OR [ipv4-addr:value = '10.0.0.1'] ~ Host=a|Address=10.0.0.1",
                "([domain-name:value = 'a'] OR ([url:value = 'http://a/b'])) ~ Host=a|URL=http://a/b",
                "[ipv4-addr:value IN ('10.0.0.1', '10.0.0.2')] ~ Address=10.0.0.1|Address=10.0.0.2",
                "[ipv4-addr:value ISSUBSET '10.0.0.0/8'] ~ CIDR=10.0.0.0/8",
                "[ipv6-addr:value = '2001:db8::1'] ~ Address=2001:db8::1",
                "[autonomous-system:number = 64512] ~ ASN=ASN64512",
                "[email-message:subject = 'It\\'s \\\\ here'] ~ Email Subject=It's \\ here",
                "[mutex:name = 'Global\\\\x'] ~ Mutex=Global\\x",
                "[network-traffic:dst_ref.value = '10.1.1.1'] ~ Address=10.1.1.1",
                "[network-traffic:dst_ref.value = 'c2.example'] ~ Host=c2.example",
                "[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = 'Bad/1'] ~ User Agent=Bad/1",
                "[windows-registry-key:key = 'HKLM\\\\Run'] ~ Registry Key=HKLM\\Run",
                "[file:name = 'a.exe'] ~ File Name=a.exe",
                // What cannot be said as single values.
                "[domain-name:value = 'a' AND domain-name:value = 'b'] ~ +?",
                "[domain-name:value LIKE '%a'] ~ +?",
                "[domain-name:value MATCHES 'a.*'] ~ +?",
                "[domain-name:value != 'a'] ~ +?",
                "[domain-name:value NOT = 'a'] ~ +?",
                "[NOT domain-name:value = 'a'] ~ +?",
                "[EXISTS file:name] ~ +?",
                "[file:size > 10] ~ +?",
                "[domain-name:value = 'a' OR domain-name:value LIKE '%b'] ~ Host=a+?",
                "[domain-name:value = 'a'] FOLLOWEDBY [domain-name:value = 'b'] ~ +?",
                "[domain-name:value = 'a'] AND [domain-name:value = 'b'] ~ +?",
                "[domain-name:value = 'a'] REPEATS 5 TIMES WITHIN 60 SECONDS ~ +?",
                "[domain-name:value = 'a'] START t'2020-01-01T00:00:00Z' STOP t'2021-01-01T00:00:00Z' ~ +?",
                "[x-custom:thing[*].part[3].name = true] ~ +?"
            })
    void patternsBecomeValues(String pattern, String expected) {
        assertEquals(expected, read(pattern));
    }

    @Test
    void hashesOfOneObservationAreOneFile() {
        assertEquals(
                "File=" + MD5 + " : " + SHA1,
                read("[file:hashes.MD5 = '" + MD5 + "' OR file:hashes.'SHA-1' = '" + SHA1 + "']"));
        String other = MD5.replace('0', '1');
        assertEquals(
                "File=" + MD5 + "|File=" + other,
                read("[file:hashes.MD5 = '" + MD5 + "' OR file:hashes.MD5 = '" + other + "']"));
        assertEquals(
                "File=" + MD5 + "|File=" + SHA1,
                read("[file:hashes.md5 = '" + MD5 + "'] OR [file:hashes.sha1 = '" + SHA1 + "']"));
    }

    @Test
    void whoHasTheHashHasTheFileWhateverElseIsAsked() {
        assertEquals(
                "File=" + MD5, read("[file:size = 3 AND file:hashes.MD5 = '" + MD5 + "' AND file:name LIKE 'x%']"));
        assertEquals("+?", read("[file:hashes.MD5 = 'short']"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[",
                "[domain-name:value = 'a'",
                "[domain-name:value = 'a]",
                "[domain-name:value 'a']",
                "[domain-name value = 'a']",
                "[domain-name:value = ]",
                "[domain-name:value = 'a'] 'b'",
                "[domain-name:value IN ('a' 'b')]",
                "[domain-name:value = 'a'] REPEATS often",
                "[domain-name:value = 'a'] WITHIN 5",
                "[a:b[x] = 1]",
                "[domain-name:value = 'a'] & ",
                "domain-name:value = 'a'"
            })
    void whatIsMalformedIsSaidWithItsPlace(String pattern) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> StixPattern.parse(pattern));
        assertTrue(e.getMessage().startsWith("pattern, character "), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[(", "[NOT "})
    void nestingHasABound(String open) {
        String pattern = open.charAt(0) + open.substring(1).repeat(60_000) + "(".repeat(60_000);
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> StixPattern.parse(pattern));
        assertTrue(e.getMessage().contains("nested deeper than 40 levels"), e.getMessage());
    }
}
