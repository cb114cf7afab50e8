package io.thor4j.yara.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thor4j.yara.spi.YaraModule;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The module vt takes any data, or refuses it with a reason. */
class VtFuzzTest {
    private static final YaraModule MODULE = ModuleReader.module("vt");

    private static final String DATA = """
            {"meta": {
              "sha256": "abc", "file_type": "PE_EXE", "fileSize": "4294967296", "times_submitted": 3, "new_file": true, "tags": ["a"],
              "signatures": {"Engine": "Trojan.X"}, "analysis_stats": {"malicious": 41}, "main_icon": {"raw_md5": "md5"},
              "goresym": {"summary": {"num_types": "7"}, "build_info": {"dependencies": {"x": "1"}}},
              "itw": {"ip": {"raw": "192.0.2.7"}, "url": {"port": 8080}, "domain": {"raw": "example.com"}}},
             "behaviour": {"tags": ["SELF_DELETE", 9], "verdicts": ["MALWARE"],
              "http_conversations": [{"url": "http://x", "request_method": "POST", "response_body_first_ten_bytes": "AAEC"}],
              "dns_lookups": [{"hostname": "evil.example", "resolved_ips": ["192.0.2.1"]}],
              "ip_traffic": [{"destination_port": 53, "transport_layer_protocol": "UDP"}],
              "sigma_analysis_results": [{"rule_level": "high", "match_context": [{"values": {"k": "v"}}]}]},
             "net": {"domain": {"raw": "bankofamerica.com"}, "ip": {"raw": "2001:db8::1"}, "url": {"raw": "http://x/"}}}
            """;

    static Stream<byte[]> seeds() {
        return Stream.of(DATA, "{}", "{\"net\": {\"ip\": {\"raw\": \"192.0.2.7\"}}}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @DictionaryEntries({
        "\"meta\":",
        "\"behaviour\":",
        "\"net\":",
        "\"domain\":",
        "\"raw\":",
        "\"tags\":",
        "\"signatures\":",
        "\"ip\":",
        "18446744073709551615",
        "-9223372036854775808",
        "1e308",
        "xn--",
        "::ffff:1.2.3.4",
        "\\udfff"
    })
    @MethodSource("seeds")
    @FuzzTest
    void survives(byte[] data) {
        ModuleReader.readData(MODULE, new byte[1], data);
    }
}
