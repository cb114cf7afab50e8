package io.thor4j.yara.module.cuckoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.thor4j.core.MalformedInputException;
import io.thor4j.yara.module.ModuleLines;
import io.thor4j.yara.spi.StructValue;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CuckooModuleTest {
    private static final CuckooModule MODULE = new CuckooModule();

    private static final String REPORT = """
            {
              "network": {
                "domains": [ {"ip": "192.0.2.1", "domain": "evil.example"}, {"domain": "noip.example"}, 7 ],
                "dns": [ {"ip": "192.0.2.2", "hostname": "older.example"} ],
                "http": [
                  {"uri": "http://evil.example/get", "method": "GeT", "user-agent": "agent/1"},
                  {"uri": "http://evil.example/post", "method": "POST"},
                  {"uri": "http://evil.example/put", "method": "PUT"},
                  {"uri": 5, "method": "GET"}
                ],
                "hosts": [ "192.0.2.3", 4, null ],
                "tcp": [ {"dport": 443, "dst": "192.0.2.4"}, {"dport": "80", "dst": "192.0.2.5"}, {"dport": 4294967376, "dst": "192.0.2.6"} ],
                "udp": [ {"dport": 53, "dst": "192.0.2.7"} ]
              },
              "behavior": { "summary": {
                "keys": [ "HKEY_LOCAL_MACHINE\\\\Run" ],
                "files": [ "C:\\\\a.txt", "caf\u00e9", "cut\\u0000behind" ],
                "mutexes": [ "EvilMutex" ]
              } }
            }
            """;

    private static Object call(String report, String struct, String function, Object... arguments) {
        byte[] data = report == null ? null : report.getBytes(StandardCharsets.UTF_8);
        StructValue value = ModuleLines.parse(MODULE, new byte[0], data, () -> false);
        return ModuleLines.call((StructValue) value.get(struct), function, arguments);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "network | dns_lookup | evil | 1",
                "network | dns_lookup | noip | 0",
                "network | dns_lookup | older | 0",
                "network | http_get | get$ | 1",
                "network | http_get | post$ | 0",
                "network | http_post | post$ | 1",
                "network | http_post | get$ | 0",
                "network | http_request | get$ | 1",
                "network | http_request | post$ | 1",
                "network | http_request | put$ | 0",
                "network | http_user_agent | ^agent | 1",
                "network | http_user_agent | other | 0",
                "network | host | 192\\.0\\.2\\.3 | 1",
                "network | host | 4 | 0",
                "registry | key_access | Run$ | 1",
                "registry | key_access | run$ | 0",
                "filesystem | file_access | a\\.txt | 1",
                "filesystem | file_access | caf\u00c3\u00a9 | 1",
                "filesystem | file_access | cut$ | 1",
                "filesystem | file_access | behind | 0",
                "sync | mutex | Evil | 1",
                "sync | mutex | z* | 0",
            })
    void asksTheReport(String struct, String function, String regex, long expected) {
        assertEquals(expected, call(REPORT, struct, function, ModuleLines.regex(regex)));
    }

    @ParameterizedTest
    @CsvSource({
        "tcp, 192, 443, 1",
        "tcp, 10, 443, 0",
        "tcp, 192, 444, 0",
        "tcp, '2.5', 80, 0",
        "tcp, '2.6', 80, 1",
        "udp, 192, 53, 1",
        "udp, 192, 443, 0",
    })
    void asksForConnections(String function, String regex, long port, long expected) {
        assertEquals(expected, call(REPORT, "network", function, ModuleLines.regex(regex), port));
    }

    @Test
    void fallsBackToTheOlderFormOfNames() {
        String older = "{\"network\": {\"dns\": [{\"ip\": \"192.0.2.2\", \"hostname\": \"older.example\"}]}}";
        assertEquals(1L, call(older, "network", "dns_lookup", ModuleLines.regex("older")));
        String both = "{\"network\": {\"domains\": null, \"dns\": [{\"ip\": \"1\", \"hostname\": \"older\"}]}}";
        assertEquals(0L, call(both, "network", "dns_lookup", ModuleLines.regex("older")));
    }

    @Test
    void returnsZeroWithoutAReport() {
        assertEquals(0L, call(null, "network", "http_get", ModuleLines.regex("a")));
        assertEquals(0L, call(null, "network", "tcp", ModuleLines.regex("a"), 1L));
        assertEquals(0L, call(null, "sync", "mutex", ModuleLines.regex("a")));
        assertEquals(0L, call(null, "filesystem", "file_access", ModuleLines.regex("a")));
        assertEquals(0L, call(null, "registry", "key_access", ModuleLines.regex("a")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"network\": 3}", "{\"network\": []}", "{\"behavior\": {\"summary\": []}}"})
    void returnsZeroWhereTheReportHasNothing(String report) {
        assertEquals(0L, call(report, "network", "dns_lookup", ModuleLines.regex("a")));
        assertEquals(0L, call(report, "network", "host", ModuleLines.regex("a")));
        assertEquals(0L, call(report, "sync", "mutex", ModuleLines.regex("a")));
    }

    @Test
    void anEmptyMatchDoesNotCount() {
        assertEquals(0L, call(REPORT, "sync", "mutex", ModuleLines.regex("")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not JSON", "{", "17"})
    void rejectsBadReports(String report) {
        assertThrows(MalformedInputException.class, () -> call(report, "network", "host", ModuleLines.regex("a")));
    }
}
