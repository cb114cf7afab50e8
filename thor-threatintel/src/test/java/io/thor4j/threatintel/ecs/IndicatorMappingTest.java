package io.thor4j.threatintel.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.thor4j.threatintel.IntelLimits;
import io.thor4j.threatintel.ecs.EcsOptions.Compatibility;
import io.thor4j.threatintel.json.JsonText;
import io.thor4j.threatintel.json.JsonTree;
import io.thor4j.threatintel.threatconnect.ThreatConnectIndicator;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of threat-intel-apis.md section 2.5, and sections 2.6 and 2.7. */
class IndicatorMappingTest {
    private static final JsonTree JSON = new JsonTree(IntelLimits.DEFAULT);

    private static EcsDocument document(Compatibility compatibility, String fields, Duration expiration) {
        Map<String, Object> all = JSON.object("{\"id\":9007199254918487,\"lastModified\":\"2025-01-02T03:04:05Z\"}");
        all.putAll(JSON.object("{" + fields + "}"));
        return new IndicatorMapping(new EcsOptions(compatibility, false), expiration)
                .map(new ThreatConnectIndicator(all));
    }

    private static String value(Compatibility compatibility, String fields, String path) {
        Object value = new FieldTree(
                        document(compatibility, fields, Duration.ofDays(90)).fields())
                .get(path.replace("TI.", "threat.indicator.").replace("TC.", "threat_connect.indicator."));
        return value == null ? "-" : JsonText.of(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "|ecs.version|\"8.11.0\"",
                "|event.kind|\"enrichment\"",
                "|event.category|[\"threat\"]",
                "|event.type|[\"indicator\"]",
                "|TI.provider|\"ThreatConnect\"",
                "|threat.feed.name|\"ThreatConnect Indicator\"",
                "|event.dataset|\"ti_threatconnect.indicator\"",
                "|tags|[\"forwarded\",\"threatconnect-indicator\"]",
                "|TC.id|\"9007199254918487\"",
                "|@timestamp|\"2025-01-02T03:04:05.000Z\"",
                "|TC.last_modified|\"2025-01-02T03:04:05.000Z\"",
                "\"summary\":\"s\"|event.id|\"s\"",
                "\"summary\":\"s\"|TC.summary|\"s\"",
                "\"dateAdded\":\"2025-01-01T00:00:00Z\"|TC.date_added|\"2025-01-01T00:00:00.000Z\"",
                "\"active\":true,\"activeLocked\":false|TC.active|{\"value\":true,\"locked\":false}",
                "\"type\":\"Address\",\"ip\":\"192.0.2.1\"|TI.type|\"ipv4-addr\"",
                "\"type\":\"Address\",\"ip\":\"2001:db8::1\"|TI.type|\"ipv6-addr\"",
                "\"type\":\"Address\",\"ip\":\"192.0.2.1\"|TI.ip|\"192.0.2.1\"",
                "\"type\":\"Address\",\"ip\":\"192.0.2.1\"|related.ip|[\"192.0.2.1\"]",
                "\"type\":\"Address\",\"ip\":\"x\"|error.message|[\"ip is no address: x\"]",
                "\"type\":\"Address\",\"ip\":\"x\"|event.kind|[\"enrichment\",\"pipeline_error\"]",
                "\"type\":\"File\"|TI.type|[\"file\"]",
                "\"type\":\"URL\"|TI.type|[\"url\"]",
                "\"type\":\"EmailAddress\"|TI.type|[\"email-addr\"]",
                "\"type\":\"Mutex\"|TI.type|[\"mutex\"]",
                "\"type\":\"Registry Key\"|TI.type|[\"windows-registry-key\"]",
                "\"type\":\"Hashtag\"|TI.type|-",
                "\"type\":\"Email Subject\"|TI.type|-",
                "\"address\":\"a@b@c\"|user|{\"email\":\"a@b@c\",\"name\":\"a\",\"domain\":\"b@c\"}",
                "\"address\":\"a@b\"|TI.email.address|\"a@b\"",
                "\"address\":\"a@b\"|related.user|[\"a\"]",
                "\"hostName\":\"h\"|TC.host_name|\"h\"",
                "\"hostName\":\"h\"|observer.hostname|\"h\"",
                "\"hostName\":\"h\"|related.hosts|[\"h\"]",
                "\"type\":\"URL\",\"text\":\"http://x\"|TI.url.original|\"http://x\"",
                "\"type\":\"Host\",\"text\":\"http://x\"|TI.url.original|-",
                "\"text\":\"http://x\"|TC.text|\"http://x\"",
                "\"type\":\"File\",\"md5\":\"AB\",\"sha1\":\"CD\",\"sha256\":\"EF\"|TI.file.hash|{\"md5\":\"ab\",\"sha1\":\"cd\",\"sha256\":\"ef\"}",
                "\"type\":\"File\",\"md5\":\"AB\",\"sha1\":\"CD\",\"sha256\":\"EF\"|related.hash|[\"ab\",\"cd\",\"ef\"]",
                "\"type\":\"File\",\"size\":77|TI.file.size|\"77\"",
                "\"size\":\"77\"|TC.size|\"77\"",
                "\"AS Number\":\"ASN12345\"|TI.as.number|12345",
                "\"AS Number\":\"ASN12345\"|TC.as_number|\"ASN12345\"",
                "\"Block\":\"192.0.2.0/24\"|TC.block|\"192.0.2.0/24\"",
                "\"type\":\"Registry Key\",\"Key Name\":\"k\",\"Value Name\":\"n\",\"Value Type\":\"REG_SZ\"|TI.registry"
                        + "|{\"path\":\"k\",\"value\":\"n\",\"data\":{\"type\":\"REG_SZ\"}}",
                "\"Key Name\":\"k\",\"Value Name\":\"n\",\"Value Type\":\"t\"|TC.value|{\"name\":\"n\",\"type\":\"t\"}",
                "\"Key Name\":\"k\"|TI.registry|-",
                "\"Mutex\":\"m\"|TC.mutex|\"m\"",
                "\"Hashtag\":\"#h\"|TC.hashtag|\"#h\"",
                "\"Subject\":\"s\"|email.subject|\"s\"",
                "\"User Agent String\":\"u\"|user_agent.original|\"u\"",
                "\"description\":\"d\"|TI.description|\"d\"",
                "\"firstSeen\":\"2025-01-01T00:00:00Z\"|TI.first_seen|\"2025-01-01T00:00:00.000Z\"",
                "\"lastSeen\":\"2025-01-01T00:00:00Z\"|TC.last_seen|\"2025-01-01T00:00:00.000Z\"",
                "\"externalDateAdded\":\"2025-01-01T00:00:00Z\",\"externalDateExpires\":\"2026-01-01T00:00:00Z\"|TC.external.date"
                        + "|{\"added\":\"2025-01-01T00:00:00.000Z\",\"expires\":\"2026-01-01T00:00:00.000Z\"}",
                "\"externalLastModified\":\"2025-01-01T00:00:00Z\"|TI.modified_at|\"2025-01-01T00:00:00.000Z\"",
                "\"falsePositives\":\"3\",\"falsePositiveReportedByUser\":true|TC.false_positives|3",
                "\"rating\":4.5|TC.rating|4.5",
                "\"threatAssessScore\":500,\"threatAssessScoreObserved\":1,\"threatAssessScoreFalsePositive\":2"
                        + "|TC.threat_assess.score|{\"value\":500,\"observed\":1,\"false_positive\":2}",
                "\"threatAssessRating\":\"3.0\",\"threatAssessConfidence\":50|TC.threat_assess|{\"confidence\":50,\"rating\":3.0}",
                "\"ownerId\":12,\"ownerName\":\"o\"|TC.owner|{\"id\":\"12\",\"name\":\"o\"}",
                "\"privateFlag\":false,\"dnsActive\":true,\"whoisActive\":true|TC.dns_active|true",
                "\"source\":\"x\"|TC.source|\"x\"",
                "\"webLink\":\"w\",\"legacyLink\":\"l\"|TI.reference|[\"l\",\"w\"]",
                "\"whoIs\":{\"a\":1},\"fileOccurrences\":{}|TC.who_is|{\"a\":1}",
                "\"confidence\":0|TI.confidence|\"Not Specified\"",
                "\"confidence\":\"2\"|TI.confidence|\"Low\"",
                "\"confidence\":39|TI.confidence|\"Low\"",
                "\"confidence\":40|TI.confidence|\"Medium\"",
                "\"confidence\":69|TI.confidence|\"Medium\"",
                "\"confidence\":70|TI.confidence|\"High\"",
                "\"confidence\":100|TI.confidence|\"High\"",
                "\"confidence\":101|TI.confidence|\"None\"",
                "|TI.confidence|-",
                "\"securityLabels\":{\"data\":[{\"name\":\"TLP:RED\"},{\"name\":\"TLP:AMBER+STRICT\"},{\"name\":\"x\"}]}|TI.marking.tlp|[\"RED\",\"AMBER+STRICT\"]",
                "\"tags\":{\"data\":[{\"name\":\"Phishing\",\"techniqueId\":\"T1566\",\"platforms\":{\"count\":1,\"data\":[\"Linux\"]}},{\"name\":\"x\"}]}"
                        + "|threat.technique|{\"id\":[\"T1566\"],\"name\":[\"Phishing\"]}",
                "\"tags\":{\"data\":[{\"name\":\"P\",\"platforms\":{\"data\":[\"Linux\",\"Linux\"]}}]}|os.family|[\"Linux\"]",
                "\"tags\":{\"data\":[{\"name\":\"P\",\"techniqueId\":\"T1\",\"lastUsed\":\"2025-01-01T00:00:00Z\",\"id\":4,\"tactics\":{\"data\":[\"a\"]}}]}"
                        + "|TC.tags.data|[{\"name\":\"P\",\"last_used\":\"2025-01-01T00:00:00.000Z\",\"technique\":{\"id\":\"T1\"},\"tactics\":[\"a\"]}]",
                "\"attributes\":{\"data\":[{\"id\":1234567890123456,\"type\":\"t\",\"createdBy\":{\"id\":5,\"firstName\":\"F\",\"userName\":\"U\"}}]}"
                        + "|TC.attributes.data|[{\"id\":\"1234567890123456\",\"type\":\"t\",\"created_by\":{\"id\":\"5\",\"first_name\":\"F\",\"user_name\":\"U\"}}]",
                "\"attributes\":{\"data\":[{\"createdBy\":{\"userName\":\"U\",\"firstName\":\"F\",\"lastName\":\"L\"}}]},\"associatedGroups\":{\"data\":"
                        + "[{\"createdBy\":{\"firstName\":\"G\",\"userName\":\"V\"}}]}|related.user|[\"G\",\"V\",\"F\",\"L\",\"U\"]",
                "\"associatedGroups\":{\"data\":[{\"id\":3,\"fileName\":\"f\",\"to\":\"t\",\"from\":\"s\",\"upVoteCount\":\"1\",\"attributes\":{\"data\":"
                        + "[{\"type\":\"a\",\"value\":\"b\",\"id\":9}]}}]}|TC.associated_groups.data"
                        + "|[{\"id\":\"3\",\"file\":{\"name\":\"f\"},\"up_vote_count\":\"1\",\"attributes\":[{\"type\":\"a\",\"value\":\"b\"}]}]",
                "\"associatedGroups\":{\"data\":[{\"to\":\"t\",\"from\":\"s\"}]}|email|{\"to\":{\"address\":[\"t\"]},\"from\":{\"address\":[\"s\"]}}",
                "\"associatedIndicators\":{\"data\":[{\"id\":3,\"active\":true,\"activeLocked\":false,\"AS Number\":\"ASN1\",\"md5\":\"AB\",\"ip\":\"x\"}]}"
                        + "|TC.associated_indicators.data|[{\"id\":\"3\",\"active\":{\"value\":true,\"locked\":false},\"as_number\":\"ASN1\",\"md5\":\"AB\"}]",
                "|TC.deleted_at|\"2025-04-02T03:04:05.000Z\"",
                "|TC.expiration_duration|\"90d\"",
            })
    void eachRowHoldsInBothModes(String fields, String path, String expected) {
        for (Compatibility compatibility : Compatibility.values()) {
            assertEquals(expected, value(compatibility, fields == null ? "" : fields, path), compatibility.name());
        }
    }

    /** What is known to be wrong there, and what it is here. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"type\":\"File\",\"sha256\":\"EF\"|related.hash|-|[\"ef\"]",
                "\"confidence\":1|TI.confidence|\"None\"|\"Low\"",
                "\"securityLabels\":{\"data\":[{\"name\":\"TLP: red\"}]}|TI.marking.tlp|-|[\"RED\"]",
                "\"type\":\"Host\",\"hostName\":\"h.example\"|TI.type|-|[\"domain-name\"]",
                "\"type\":\"Host\",\"hostName\":\"h.example\"|TI.url.domain|-|\"h.example\"",
                "\"type\":\"CIDR\",\"Block\":\"192.0.2.0/24\"|TI.type|-|[\"ipv4-addr\"]",
                "\"type\":\"ASN\",\"AS Number\":\"ASN1\"|TI.type|-|[\"autonomous-system\"]",
                "\"type\":\"User Agent\",\"User Agent String\":\"u\"|TI.type|-|[\"software\"]",
                "\"type\":\"Hashtag\",\"Hashtag\":\"#h\"|TI.name|-|\"#h\"",
                "\"threatAssessScore\":810|event.risk_score|-|81",
                "\"calScore\":5|TC.cal_score|-|5",
                "\"value1\":\"v\"|TC.value1|-|\"v\"",
                "\"externalDateExpires\":\"2025-02-01T00:00:00Z\"|TC.deleted_at|\"2025-04-02T03:04:05.000Z\"|\"2025-02-01T00:00:00.000Z\"",
                "\"tags\":{\"data\":[{\"name\":\"P\",\"owner\":\"o\"}]}|TC.tags.data|[{\"name\":\"P\"}]|[{\"name\":\"P\",\"owner\":\"o\"}]",
            })
    void theModesDifferWhereTheOtherIsKnownToBeWrong(String fields, String path, String elastic, String ours) {
        assertEquals(elastic, value(Compatibility.ELASTIC, fields, path));
        assertEquals(ours, value(Compatibility.THOR, fields, path));
    }

    @Test
    void aVersionIsADocument() {
        String id = document(Compatibility.ELASTIC, "\"summary\":\"s\"", null).id();
        assertEquals(
                id,
                document(Compatibility.ELASTIC, "\"summary\":\"s\",\"rating\":5", null)
                        .id());
        assertNotEquals(
                id,
                document(Compatibility.ELASTIC, "\"summary\":\"s\",\"lastModified\":\"2025-01-02T03:04:06Z\"", null)
                        .id());
    }
}
