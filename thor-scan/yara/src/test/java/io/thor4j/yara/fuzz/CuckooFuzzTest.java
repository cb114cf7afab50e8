package io.thor4j.yara.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thor4j.yara.spi.YaraModule;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The module cuckoo takes any report, or refuses it with a reason. */
class CuckooFuzzTest {
    private static final YaraModule MODULE = ModuleReader.module("cuckoo");

    private static final String REPORT = """
            {"network": {
              "domains": [{"ip": "192.0.2.1", "domain": "evil.example"}, 7], "dns": [{"ip": "192.0.2.2", "hostname": "b.example"}],
              "http": [{"uri": "http://a/", "method": "GeT", "user-agent": "x"}, {"uri": "http://b/", "method": "POST"}],
              "hosts": ["192.0.2.3", null], "tcp": [{"dport": 443, "dst": "192.0.2.4"}], "udp": [{"dport": 53, "dst": "192.0.2.7"}]},
             "behavior": {"summary": {"keys": ["HKLM\\\\Run"], "files": ["C:\\\\a.txt", "caf\\u00e9\\ud83d\\ude00"], "mutexes": ["M"]}}}
            """;

    static Stream<byte[]> seeds() {
        return Stream.of(REPORT, "{}", "[1, -2.5e+3, true, false, null, \"\\n\"]")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @DictionaryEntries({
        "\"network\":",
        "\"behavior\":",
        "\"summary\":",
        "\"http\":",
        "\"domains\":",
        "\"tcp\":",
        "\"udp\":",
        "\"hosts\":",
        "\"keys\":",
        "\\ud800",
        "\\u0000",
        "1e999",
        "null",
        "[[[[[[[[",
        "{\"\":"
    })
    @MethodSource("seeds")
    @FuzzTest
    void survives(byte[] report) {
        ModuleReader.readData(MODULE, new byte[1], report);
    }
}
