package io.thor4j.threatintel.threatconnect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.thor4j.core.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreatConnectCredentialsTest {
    /** The vectors of threat-intel-apis.md section 2.1, which were computed with Python's hmac. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "11112222333344445555|Xq7!pL$2vT#9wZ@4kM^6nB&8rD*0sF(5gH)1jK-3|GET|/api/v3/indicators|1700000000"
                        + "|iSq5eJbG9UPpicMPJJ4OW1zOQADpRj2DZCCLCxGRCaw=",
                "98765432109876543210|+starts/with#special=chars|GET|/api/v3/indicators?fields=associatedGroups&fields=securityLabels"
                        + "&fields=sightings&fields=tags&fields=threatAssess&resultLimit=2000&resultStart=0&sorting=lastModified+asc"
                        + "&tql=lastModified+GEQ+%222023-11-28T00%3A00%3A00Z%22+AND+typeName+IN+%28%22Address%22%2C+%22Host%22%29"
                        + "|1701820800|udz+hwn+ZRmJZBo5bYVhxpHVY9HEBYUZZk9C3vGBhi4=",
                "00000000000000000001|k3y-Ünïcode-秘密|GET|/api/v3/indicators?tql=indicatorActive%20%3D%20false%20AND%20lastModified%20GEQ"
                        + "%20%222025-01-01T00%3A00%3A00Z%22&resultLimit=100|1735689600|Y6ynWcUMCAgueheD55OkAWI1OMcuAWKOExZh5y8JPBg=",
                "00000000000000000001|k3y-Ünïcode-秘密|GET|/api/v3/indicators/deleted?deletedSince=2025-01-01T00%3A00%3A00Z"
                        + "&owner=Demo%20Source|1735689600|o8l0EMrq1k1hbKO/sMzf53FkKa3LdzPZZdqQnp6Ja/g=",
                "11112222333344445555|Xq7!pL$2vT#9wZ@4kM^6nB&8rD*0sF(5gH)1jK-3|OPTIONS|/api/v3/indicators/3|1700000000"
                        + "|+a7d5TaxEl7u8rK0EIs0N54/6Kj5VykwJxqwWtDscfM="
            })
    void signsAsTheVectorsSay(String id, String key, String method, String target, long time, String signature) {
        Map<String, String> headers =
                ThreatConnectCredentials.hmac(id, Secret.of(key)).headers(method, target, time);
        assertEquals(Map.of("Timestamp", String.valueOf(time), "Authorization", "TC " + id + ":" + signature), headers);
    }

    @Test
    void aTokenIsSentAsItIs() {
        assertEquals(
                "TC-Token APIV4:1:2:abc=",
                ThreatConnectCredentials.token(Secret.of("APIV4:1:2:abc="))
                        .headers("GET", "/api/v3/indicators", 5)
                        .get("Authorization"));
    }

    @Test
    void aBlankInASecretKeyIsPartOfIt() {
        String plain = ThreatConnectCredentials.hmac("1", Secret.of("key"))
                .headers("GET", "/", 1)
                .get("Authorization");
        String blank = ThreatConnectCredentials.hmac("1", Secret.of(" key"))
                .headers("GET", "/", 1)
                .get("Authorization");
        assertFalse(plain.equals(blank));
    }

    @Test
    void noHeaderCanBeInjected() {
        assertThrows(IllegalArgumentException.class, () -> ThreatConnectCredentials.hmac("1\r\nX: y", Secret.of("k")));
        assertThrows(IllegalArgumentException.class, () -> ThreatConnectCredentials.token(Secret.of("a\nb")));
    }

    @Test
    void secretsShowNowhere() {
        assertEquals(
                "access id 42",
                ThreatConnectCredentials.hmac("42", Secret.of("key")).toString());
        assertEquals("a token", ThreatConnectCredentials.token(Secret.of("key")).toString());
        assertEquals("***", Secret.of("key").toString());
    }
}
