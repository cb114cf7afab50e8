package io.thor4j.yara.module.dotnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.thor4j.yara.YaraRules;
import io.thor4j.yara.module.ModuleLines;
import io.thor4j.yara.module.cuckoo.CuckooModule;
import io.thor4j.yara.module.cuckoo.json.JsonText;
import io.thor4j.yara.module.dex.DexModule;
import io.thor4j.yara.module.lnk.LnkModule;
import io.thor4j.yara.module.magic.MagicModule;
import io.thor4j.yara.module.vt.VtModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Rules that ask the format modules, through the whole engine. */
class FormatRulesTest {
    private static final Pattern IMPORT = Pattern.compile("import \"(dotnet|dex|cuckoo|magic)\"");

    private static YaraRules.Builder builder() {
        return YaraRules.builder()
                .module(new DotnetModule())
                .module(new DexModule())
                .module(new CuckooModule())
                .module(new LnkModule())
                .module(new MagicModule())
                .module(new VtModule());
    }

    private static String verdict(String source, byte[] data) {
        YaraRules rules = builder().source("default", "case", source).build();
        if (rules.rules().isEmpty()) {
            return "error";
        }
        return rules.scanner().scan(data).matches().isEmpty() ? "nomatch" : "match";
    }

    @TestFactory
    List<DynamicTest> decidesAsLibyara() throws IOException {
        List<DynamicTest> result = new ArrayList<>();
        for (String file : List.of("cases.jsonl", "probes.jsonl")) {
            String text = new String(ModuleLines.conformance(file).orElse(new byte[0]), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                Object json = JsonText.read(line.getBytes(StandardCharsets.UTF_8), "test");
                if (JsonText.member(json, "rule") instanceof String rule
                        && IMPORT.matcher(rule).find()) {
                    add(result, json, rule);
                }
            }
        }
        return result;
    }

    private static void add(List<DynamicTest> tests, Object json, String rule) throws IOException {
        Object probe = JsonText.member(JsonText.member(json, "libyara_458"), "result");
        Object expected = probe == null ? JsonText.member(json, "oracle_libyara_458") : probe;
        Optional<byte[]> data = JsonText.member(json, "input_file") instanceof String name
                ? ModuleLines.conformance(name)
                : Optional.of(Base64.getDecoder().decode((String) JsonText.member(json, "input_b64")));
        if (data.isPresent()) {
            byte[] bytes = data.get();
            tests.add(DynamicTest.dynamicTest(
                    String.valueOf(JsonText.member(json, "id")), () -> assertEquals(expected, verdict(rule, bytes))));
        }
    }

    @Test
    void asksDataOfTheCaller() {
        YaraRules rules = builder()
                .source(
                        "default",
                        "vt",
                        "import \"vt\" import \"cuckoo\" rule t { condition: vt.metadata.file_type == vt.FileType.PE_EXE"
                                + " and for any t in vt.behaviour.traits : (t == vt.BehaviourTrait.SELF_DELETE)"
                                + " and vt.net.ip.in_range(\"192.0.2.0/24\") and cuckoo.sync.mutex(/Evil/) }")
                .build();
        assertFalse(rules.rules().isEmpty(), rules.diagnostics().toString());
        String vt = "{\"meta\": {\"file_type\": \"PE_EXE\"}, \"behaviour\": {\"tags\": [\"SELF_DELETE\"]},"
                + " \"net\": {\"ip\": {\"raw\": \"192.0.2.9\"}}}";
        String cuckoo = "{\"behavior\": {\"summary\": {\"mutexes\": [\"EvilMutex\"]}}}";
        assertEquals(
                1,
                rules.scanner()
                        .moduleData("vt", vt.getBytes(StandardCharsets.UTF_8))
                        .moduleData("cuckoo", cuckoo.getBytes(StandardCharsets.UTF_8))
                        .scan(new byte[0])
                        .matches()
                        .size());
        assertEquals(0, rules.scanner().scan(new byte[0]).matches().size());
    }

    @Test
    void asksOfShortcuts() {
        assertEquals(
                "match", verdict("import \"lnk\" rule t { condition: lnk.ShowCommand.MAXIMIZED == 3 }", new byte[0]));
        assertEquals("match", verdict("import \"lnk\" rule t { condition: not lnk.is_lnk }", new byte[0]));
    }
}
