package io.thor4j.yara.module.vt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.MalformedInputException;
import io.thor4j.yara.module.ModuleLines;
import io.thor4j.yara.spi.StructValue;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VtModuleTest {
    private static final VtModule MODULE = new VtModule();

    private static final String DATA = """
            {
              "meta": {
                "sha256": "abc", "fileName": "caf\u00e9.exe", "file_type": "PE_EXE", "fileSize": "4294967296", "times_submitted": 3,
                "new_file": true, "tags": ["a", "b"], "signatures": {"Eng\u00efne": "Trojan.X"}, "analysis_stats": {"malicious": 41},
                "main_icon": {"raw_md5": "md5"}, "goresym": {"summary": {"num_types": "7"}, "build_info": {"dependencies": {"x": "1"}}},
                "itw": {"ip": {"raw": "192.0.2.7"}, "url": {"port": 8080}}
              },
              "behaviour": {
                "tags": ["SELF_DELETE", 9, "NO_SUCH"], "verdicts": ["MALWARE"],
                "http_conversations": [{"url": "http://x", "request_method": "POST", "response_body_first_ten_bytes": "AAEC"}],
                "dns_lookups": [{"hostname": "evil.example", "resolved_ips": ["192.0.2.1"]}],
                "ip_traffic": [{"destination_port": 53, "transport_layer_protocol": "UDP"}],
                "registry_keys_set": [{"key": "HKLM", "value": "v"}],
                "sigma_analysis_results": [{"rule_level": "high", "match_context": [{"values": {"k": "v"}}]}]
              },
              "net": {"domain": {"raw": "bankofamerica.com"}}
            }
            """;

    private static StructValue parse(String json) {
        byte[] data = json == null ? null : json.getBytes(StandardCharsets.UTF_8);
        return ModuleLines.parse(MODULE, new byte[0], data, () -> false);
    }

    @ParameterizedTest
    @CsvSource({
        "metadata.sha256, abc",
        "metadata.file_name, caf\u00c3\u00a9.exe",
        "metadata.file_type, 1",
        "metadata.file_size, 4294967296",
        "metadata.times_submitted, 3",
        "metadata.new_file, 1",
        "metadata.subfile, 0",
        "metadata.sha1, ''",
        "metadata.tags[1], b",
        "metadata.tags[2], null",
        "metadata.signatures[Eng\u00c3\u00afne], Trojan.X",
        "metadata.signatures[None], null",
        "metadata.analysis_stats.malicious, 41",
        "metadata.analysis_stats.harmless, 0",
        "metadata.main_icon.raw_md5, md5",
        "metadata.goresym.summary.num_types, 7",
        "metadata.goresym.build_info.dependencies[x], 1",
        "metadata.itw.ip.raw, 192.0.2.7",
        "metadata.itw.url.port, 8080",
        "behaviour.traits[0], 4",
        "behaviour.traits[1], 9",
        "behaviour.traits[2], 0",
        "behaviour.verdicts[0], 2",
        "behaviour.http_conversations[0].request_method, 3",
        "behaviour.http_conversations[0].response_status_code, 0",
        "behaviour.dns_lookups[0].resolved_ips[0], 192.0.2.1",
        "behaviour.ip_traffic[0].transport_layer_protocol, 17",
        "behaviour.registry_keys_set[0].value, v",
        "behaviour.sigma_analysis_results[0].rule_level, 3",
        "behaviour.sigma_analysis_results[0].match_context[0].values[k], v",
        "net.domain.raw, bankofamerica.com",
        "net.url.port, 0",
    })
    void readsTheData(String path, String expected) {
        assertEquals(expected, String.valueOf(ModuleLines.at(parse(DATA), path)));
    }

    @Test
    void decodesBytes() {
        assertEquals(
                "\0\1\2", ModuleLines.at(parse(DATA), "behaviour.http_conversations[0].response_body_first_ten_bytes"));
    }

    @Test
    void leavesAllButConstantsUndefinedWithoutData() {
        StructValue value = parse(null);
        assertNull(value.get("metadata"));
        assertNull(value.get("behaviour"));
        assertNull(value.get("net"));
        Set<String> lines = ModuleLines.lines(value);
        assertTrue(lines.contains("FileType.PE_EXE = 1"), lines.toString());
        assertTrue(lines.contains("FileType.PPSX = 209"));
        assertTrue(lines.contains("FileType.CRT = 1302"));
        assertTrue(lines.contains("FileType.RDP = 433"));
        assertTrue(lines.contains("BehaviourTrait.MYSQL_COMMUNICATION = 26"));
        assertTrue(lines.contains("BehaviourTrait.QR_CODE = 65"));
        assertTrue(lines.contains("BehaviourVerdict.STEALER = 13"));
        assertTrue(lines.contains("Http.Method.UNLOCK = 12"));
        assertTrue(lines.contains("Net.Protocol.SCTP = 132"));
        assertTrue(lines.contains("Domain.Permutation.ALL = 31"));
        assertTrue(lines.contains("Domain.Permutation.SUBDOMAIN = 8"));
    }

    @Test
    void rejectsBadData() {
        assertThrows(MalformedInputException.class, () -> parse("nothing"));
        assertEquals(0L, ModuleLines.at(parse("[]"), "metadata.file_size"));
        assertEquals(0L, ModuleLines.at(parse("{\"meta\": 5}"), "metadata.file_size"));
    }

    @Test
    void everyFieldCanBeRead() {
        assertTrue(ModuleLines.lines(parse("{}")).size() > 500);
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.1.100, 192.168.1.100/32, 1",
        "192.168.1.100, 192.168.1.1/17, 1",
        "192.168.1.100, 192.168.1.0/24, 1",
        "192.168.1.100, 192.168.1.0/32, 0",
        "192.168.1.100, 192.168.1.0/31, 0",
        "192.168.1.100, 0.0.0.0/0, 1",
        "192.168.1.100, 192.168.1.0/33, 0",
        "192.168.1.100, 192.168.1.100, 0",
        "192.168.1.100, 192.168.1/24, 0",
        "192.168.1.100, ::/0, 0",
        "192.168.1.300, 0.0.0.0/0, 0",
        "2001:0DB8:7654:0010:FEDC:0000:0000:3210, 2001:db8::1/32, 1",
        "2001:0DB8:7654:0010:FEDC:0000:0000:3210, 2001:db8::1/34, 0",
        "2001:db8::1, 2001:db8::1/64, 1",
        "::ffff:192.0.2.1, ::ffff:192.0.2.0/120, 1",
        "1::2::3, ::/0, 0",
        "nothing, ::/0, 0",
    })
    void findsAddressesInRanges(String address, String cidr, long expected) {
        StructValue value = parse("{\"net\": {\"ip\": {\"raw\": \"" + address + "\"}}}");
        StructValue ip = (StructValue) ((StructValue) value.get("net")).get("ip");
        assertEquals(expected, ModuleLines.call(ip, "in_range", cidr));
    }

    @ParameterizedTest
    @CsvSource({
        "bankofamerica.com, ankofamerica.com, 1",
        "bankofamerica.com, bankfamerica.com, 1",
        "bankofamerica.com, bankkofamerica.com, 1",
        "bankofamerica.com, banklofamerica.com, 1",
        "bankofamerica.com, bqnkofamerica.com, 1",
        "bankofamerica.com, b\u0251nkofamerica.com, 1",
        "bankofamerica.com, abnkofamerica.com, 1",
        "bankofamerica.com, bank-of-america.com, 1",
        "bankofamerica.com, bankofamdrica.com, 1",
        "bankofamerica.com, bonkofamerica.com, 1",
        "bankofamerica.com, bancofamerica.com, 1",
        "bankofamerica.com, bankof.america.com, 1",
        "bankofamerica.com, bank.of.america.com, 1",
        "bankofamerica.com, bankofamerica.com, 0",
        "bankofamerica.com, bankofamericaxx.com, 0",
        "www.google.com, notifications.google.com, 0",
        "www.ing.com, www.ncbi.nlm.nih.gov, 0",
        "www.google.com, www.goggle.es, 0",
        "www.google.com, www.goore.com, 0",
        "gov.uk, gov.uk, 0",
        "a.co.uk, s.co.uk, 1",
        "a.co.uk, s.com, 0",
    })
    void findsPermutationsOfDomains(String legitimate, String seen, long expected) {
        StructValue value = parse("{\"net\": {\"domain\": {\"raw\": \"" + seen + "\"}}}");
        StructValue domain = (StructValue) ((StructValue) value.get("net")).get("domain");
        assertEquals(expected, ModuleLines.call(domain, "permutation_of", legitimate));
    }

    @ParameterizedTest
    @CsvSource({
        "d, f, 1, 1",
        "ab, av, 1, 1",
        "ab, sv, 1, 0",
        "ab, az, 1, 0",
        "a, aa, 1, 1",
        "a, aaa, 1, 0",
        "ab, aab, 1, 1",
        "ab, abb, 1, 1",
        "abc, abbbc, 1, 0",
        "ab, azb, 1, 1",
        "ab, avb, 1, 1",
        "a, za, 1, 1",
        "a, az, 1, 1",
        "abc, bc, 1, 1",
        "abc, ac, 1, 1",
        "abba, abbi, 1, 1",
        "abba, ibbi, 1, 0",
        "ab, ba, 1, 1",
        "abc, cba, 1, 0",
        "abcd, badc, 1, 0",
        "ing, nih, 1, 0",
        "hello, h\u0229\u0142\u0142\u0151, 2, 1",
        "apple, appl3, 2, 0",
        "a, b, 2, 0",
        "abc, a-b-c, 4, 1",
        "abc, -abc, 4, 0",
        "abc, abc-, 4, 0",
        "abc, a--bc, 4, 0",
        "a, q, 16, 1",
        "aaa, aqq, 16, 0",
        "a, o, 16, 0",
        "a, q, 4, 0"
    })
    void knowsTheKindsOfPermutations(String a, String b, long kinds, int expected) {
        assertEquals(expected == 1, DomainPermutations.isPermutation(a + ".com", b + ".com", kinds));
    }

    @Test
    void anAddressThatIsNotGivenIsInNoRange() {
        StructValue value = parse("{}");
        StructValue net = (StructValue) value.get("net");
        assertEquals(0L, ModuleLines.call((StructValue) net.get("ip"), "in_range", "0.0.0.0/0"));
        assertEquals(0L, ModuleLines.call((StructValue) net.get("domain"), "permutation_of", "a.com", 1L));
    }

    @Property(tries = 500)
    void survivesCutData(@ForAll @IntRange(min = 0, max = 1600) int length) {
        String cut = DATA.substring(0, Math.min(length, DATA.length()));
        try {
            assertNotNull(parse(cut));
        } catch (MalformedInputException expected) {
            assertTrue(expected.reason().contains("vt"));
        }
    }
}
