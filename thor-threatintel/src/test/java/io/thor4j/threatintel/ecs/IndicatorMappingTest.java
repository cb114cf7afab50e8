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
                "\"firstSeen\":\"2025-01-01T00:00:00Z\"|TC.first_seen|\"2025-01-01T00:00:00.000Z\"",
                "\"lastSeen\":\"2025-01-01T00:00:00Z\"|TI.last_seen|\"2025-01-01T00:00:00.000Z\"",
                "\"externalLastModified\":\"2025-01-01T00:00:00Z\"|TC.external_last.modified|\"2025-01-01T00:00:00.000Z\"",
                "\"lastFalsePositive\":\"2025-01-01T00:00:00Z\"|TC.last_false_positive|\"2025-01-01T00:00:00.000Z\"",
                "\"type\":\"Own\"|TC.type|\"Own\"",
                "\"type\":\"Our File\"|TI.type|[\"file\"]",
                "\"type\":\"Our File\",\"md5\":\"AB\"|TI.file.hash.md5|\"ab\"",
                "\"type\":\"Host\",\"md5\":\"AB\"|TC.md5|\"ab\"",
                "\"type\":\"Host\",\"sha1\":\"AB\"|TC.sha1|\"ab\"",
                "\"type\":\"Host\",\"sha256\":\"AB\"|TC.sha256|\"ab\"",
                "\"type\":\"Host\",\"md5\":\"AB\"|TI.file|-",
                "\"type\":\"Host\",\"ip\":\"192.0.2.1\"|TC.ip|\"192.0.2.1\"",
                "\"type\":\"Host\",\"ip\":\"192.0.2.1\"|TI.ip|-",
                "\"type\":\"Address\",\"ip\":\"x\"|TC.ip|-",
                "\"type\":\"Address\",\"ip\":\"x\"|tags|[\"forwarded\",\"threatconnect-indicator\",\"preserve_original_event\"]",
                "\"address\":\"a@b\"|TC.address|\"a@b\"",
                "\"address\":\"ab\"|user|{\"email\":\"ab\"}",
                "\"Subject\":\"s\"|TC.subject|\"s\"",
                "\"User Agent String\":\"u\"|TC.user_agent_string|\"u\"",
                "\"Key Name\":\"k\"|TC.key_name|\"k\"",
                "\"description\":\"d\"|TC.description|\"d\"",
                "\"AS Number\":\"AS12345\"|TI.as.number|12345",
                "\"AS Number\":\"none\"|TI.as|-",
                "\"falsePositiveReportedByUser\":true|TC.false_positive_reported_by_user|true",
                "\"privateFlag\":false|TC.private_flag|false",
                "\"whoisActive\":true|TC.whois_active|true",
                "\"webLink\":\"w\"|TC.web_link|\"w\"",
                "\"legacyLink\":\"l\"|TC.legacy_link|\"l\"",
                "\"webLink\":\"w\",\"legacyLink\":\"w\"|TI.reference|[\"w\"]",
                "\"confidence\":\"70\"|TC.confidence|70",
                "\"rating\":\"4.5\"|TC.rating|4.5",
                "\"associatedArtifacts\":{\"aB\":1}|TC.associated_artifacts|{\"aB\":1}",
                "\"associatedCases\":{\"aB\":1}|TC.associated_cases|{\"aB\":1}",
                "\"customAssociations\":{\"aB\":1}|TC.custom_associations|{\"aB\":1}",
                "\"dnsResolution\":{\"aB\":1}|TC.dns_resolution|{\"aB\":1}",
                "\"enrichment\":{\"aB\":1}|TC.enrichment|{\"aB\":1}",
                "\"fileActions\":{\"aB\":1}|TC.file_actions|{\"aB\":1}",
                "\"fileOccurrences\":{\"aB\":1}|TC.file_occurrences|{\"aB\":1}",
                "\"genericCustomIndicatorValues\":{\"aB\":1}|TC.generic_custom_indicator_values|{\"aB\":1}",
                "\"geoLocation\":{\"aB\":1}|TC.geo_location|{\"aB\":1}",
                "\"investigationLinks\":{\"aB\":1}|TC.investigation_links|{\"aB\":1}",
                "\"observations\":{\"aB\":1}|TC.observations|{\"aB\":1}",
                "\"trackedUsers\":{\"aB\":1}|TC.tracked_users|{\"aB\":1}",
                "\"securityLabels\":{\"data\":[{\"name\":\"TLP:WHITE\"}]}|TI.marking.tlp|[\"WHITE\"]",
                "\"securityLabels\":{\"data\":[{\"name\":\"TLP:CLEAR\"}]}|TI.marking.tlp|[\"CLEAR\"]",
                "\"securityLabels\":{\"data\":[{\"name\":\"TLP:GREEN\"}]}|TI.marking.tlp|[\"GREEN\"]",
                "\"securityLabels\":{\"data\":[{\"name\":\"TLP:AMBER\"}]}|TI.marking.tlp|[\"AMBER\"]",
                "\"securityLabels\":{\"data\":[{\"name\":\"TLP:AMBER+STRICT\"}]}|TI.marking.tlp|[\"AMBER+STRICT\"]",
                "\"securityLabels\":{\"data\":[{\"name\":\"TLP:RED\"}]}|TI.marking.tlp|[\"RED\"]",
                "\"attributes\":{\"data\":[{\"id\":1,\"type\":\"t\",\"value\":\"v\",\"source\":\"s\",\"default\":true,\"pinned\":false,\"dateAdded\":\"2025-01-01T00:00:00Z\",\"createdBy\":{\"id\":2,\"lastName\":\"l\",\"pseudonym\":\"p\",\"owner\":\"o\"}}]}|TC.attributes.data|[{\"id\":\"1\",\"type\":\"t\",\"value\":\"v\",\"source\":\"s\",\"default\":true,\"pinned\":false,\"date_added\":\"2025-01-01T00:00:00.000Z\",\"created_by\":{\"id\":\"2\",\"last_name\":\"l\",\"pseudonym\":\"p\",\"owner\":\"o\"}}]",
                "\"associatedGroups\":{\"data\":[{\"dateAdded\":\"2025-01-01T00:00:00Z\"}]}|TC.associated_groups.data|[{\"date_added\":\"2025-01-01T00:00:00.000Z\"}]",
                "\"associatedGroups\":{\"data\":[{\"dueDate\":\"2025-01-01T00:00:00Z\"}]}|TC.associated_groups.data|[{\"due_date\":\"2025-01-01T00:00:00.000Z\"}]",
                "\"associatedGroups\":{\"data\":[{\"emailDate\":\"2025-01-01T00:00:00Z\"}]}|TC.associated_groups.data|[{\"email_date\":\"2025-01-01T00:00:00.000Z\"}]",
                "\"associatedGroups\":{\"data\":[{\"escalationDate\":\"2025-01-01T00:00:00Z\"}]}|TC.associated_groups.data|[{\"escalation_date\":\"2025-01-01T00:00:00.000Z\"}]",
                "\"associatedGroups\":{\"data\":[{\"eventDate\":\"2025-01-01T00:00:00Z\"}]}|TC.associated_groups.data|[{\"event_date\":\"2025-01-01T00:00:00.000Z\"}]",
                "\"associatedGroups\":{\"data\":[{\"firstSeen\":\"2025-01-01T00:00:00Z\"}]}|TC.associated_groups.data|[{\"first_seen\":\"2025-01-01T00:00:00.000Z\"}]",
                "\"associatedGroups\":{\"data\":[{\"lastSeen\":\"2025-01-01T00:00:00Z\"}]}|TC.associated_groups.data|[{\"last_seen\":\"2025-01-01T00:00:00.000Z\"}]",
                "\"associatedGroups\":{\"data\":[{\"lastModified\":\"2025-01-01T00:00:00Z\"}]}|TC.associated_groups.data|[{\"last_modified\":\"2025-01-01T00:00:00.000Z\"}]",
                "\"associatedGroups\":{\"data\":[{\"publishDate\":\"2025-01-01T00:00:00Z\"}]}|TC.associated_groups.data|[{\"publish_date\":\"2025-01-01T00:00:00.000Z\"}]",
                "\"associatedGroups\":{\"data\":[{\"reminderDate\":\"2025-01-01T00:00:00Z\"}]}|TC.associated_groups.data|[{\"reminder_date\":\"2025-01-01T00:00:00.000Z\"}]",
                "\"associatedGroups\":{\"data\":[{\"documentDateAdded\":\"2025-01-01T00:00:00Z\",\"documentType\":\"t\"}]}|TC.associated_groups.data|[{\"document\":{\"date_added\":\"2025-01-01T00:00:00.000Z\",\"type\":\"t\"}}]",
                "\"associatedGroups\":{\"data\":[{\"externalDateAdded\":\"2025-01-01T00:00:00Z\",\"externalDateExpires\":\"2025-01-01T00:00:00Z\"}]}|TC.associated_groups.data|[{\"external\":{\"date\":{\"added\":\"2025-01-01T00:00:00.000Z\",\"expires\":\"2025-01-01T00:00:00.000Z\"}}}]",
                "\"associatedGroups\":{\"data\":[{\"externalLastModified\":\"2025-01-01T00:00:00Z\"}]}|TC.associated_groups.data|[{\"external\":{\"last_modified\":\"2025-01-01T00:00:00.000Z\"}}]",
                "\"associatedGroups\":{\"data\":[{\"fileName\":\"n\",\"fileSize\":9,\"fileText\":\"x\",\"fileType\":\"y\"}]}|TC.associated_groups.data|[{\"file\":{\"name\":\"n\",\"size\":\"9\",\"text\":\"x\",\"type\":\"y\"}}]",
                "\"associatedGroups\":{\"data\":[{\"downVoteCount\":\"1\",\"upVoteCount\":\"2\",\"legacyLink\":\"l\",\"webLink\":\"w\",\"scoreBreakdown\":\"b\"}]}|TC.associated_groups.data|[{\"down_vote_count\":\"1\",\"up_vote_count\":\"2\",\"legacy_link\":\"l\",\"web_link\":\"w\",\"score_breakdown\":\"b\"}]",
                "\"associatedGroups\":{\"data\":[{\"generatedReport\":\"true\",\"malware\":true,\"scoreIncludesBody\":\"false\",\"upVote\":false}]}|TC.associated_groups.data|[{\"generated_report\":true,\"malware\":true,\"score_includes_body\":false,\"up_vote\":false}]",
                "\"associatedGroups\":{\"data\":[{\"ownerId\":7,\"ownerName\":\"o\",\"assignments\":{\"data\":[{\"user\":{\"id\":8}}]}}]}|TC.associated_groups.data|[{\"owner\":{\"id\":\"7\",\"name\":\"o\"},\"assignments\":{\"data\":[{\"user\":{\"id\":\"8\"}}]}}]",
                "\"associatedIndicators\":{\"data\":[{\"hostName\":\"h\",\"Key Name\":\"k\",\"User Agent String\":\"u\",\"Block\":\"b\",\"Value Name\":\"n\",\"Value Type\":\"t\"}]}|TC.associated_indicators.data|[{\"host_name\":\"h\",\"key_name\":\"k\",\"user_agent_string\":\"u\",\"block\":\"b\",\"value\":{\"name\":\"n\",\"type\":\"t\"}}]",
                "\"associatedIndicators\":{\"data\":[{\"size\":3,\"ownerId\":4,\"rating\":\"4.5\",\"confidence\":\"70\",\"lastModified\":\"2025-01-01T00:00:00Z\"}]}|TC.associated_indicators.data|[{\"size\":\"3\",\"owner\":{\"id\":\"4\"},\"rating\":4.5,\"confidence\":70,\"last_modified\":\"2025-01-01T00:00:00.000Z\"}]",
                "\"associatedIndicators\":{\"data\":[{\"ip\":\"192.0.2.9\"}]}|related|-",
                "\"source\":\"\",\"description\":null,\"whoIs\":{\"a\":[{}]}|TC.who_is|-",
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

    /** What Elastic's integration keeps of a label. */
    @Test
    void elasticDropsMostOfLabels() {
        assertEquals(
                "[{\"name\":\"TLP:RED\",\"source\":\"s\",\"date_added\":\"2025-01-01T00:00:00.000Z\"}]",
                value(
                        Compatibility.ELASTIC,
                        "\"securityLabels\":{\"data\":[{\"id\":1,\"name\":\"TLP:RED\",\"source\":\"s\",\"color\":\"c\","
                                + "\"description\":\"d\",\"dateAdded\":\"2025-01-01T00:00:00Z\"}]}",
                        "TC.security_labels.data"));
    }

    @ParameterizedTest
    @CsvSource({"P90D, 90d", "PT12H, 12h", "PT36H, 36h", "PT90M, 90m"})
    void theLifetimeIsWrittenAsThere(Duration lifetime, String text) {
        EcsDocument document = document(Compatibility.ELASTIC, "", lifetime);
        assertEquals(text, new FieldTree(document.fields()).get("threat_connect.indicator.expiration_duration"));
    }

    @Test
    void withoutALifetimeItIsAnOrphan() {
        FieldTree fields =
                new FieldTree(document(Compatibility.ELASTIC, "", null).fields());
        assertEquals(null, fields.get("threat_connect.indicator.deleted_at"));
        assertEquals(null, fields.get("threat_connect.indicator.expiration_duration"));
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void theOriginalIsThereWhenItIsWanted(boolean wanted) {
        ThreatConnectIndicator indicator =
                new ThreatConnectIndicator(JSON.object("{\"id\":1,\"lastModified\":\"2025-01-02T03:04:05Z\"}"));
        EcsDocument document = new IndicatorMapping(new EcsOptions(Compatibility.ELASTIC, wanted), null).map(indicator);
        assertEquals(wanted, new FieldTree(document.fields()).get("event.original") != null);
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
