package io.thor4j.yara.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thor4j.yara.YaraModules;
import io.thor4j.yara.YaraRules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The compiler takes any text and answers with diagnostics, never with an exception. What compiles can be saved and loaded, and scans in its time.
 */
class RuleCompilerFuzzTest {
    private static final byte[] SCANNED = Arrays.copyOf(
            "MZ abcd ABCD a\0b\0c\0d\0 0123456789 secret \r\n\u007f".getBytes(StandardCharsets.ISO_8859_1), 600);

    static Stream<byte[]> seeds() {
        return SampleRules.TEXTS.stream().map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @DictionaryEntries({
        "rule ",
        "private ",
        "global ",
        "meta:",
        "strings:",
        "condition:",
        "import \"",
        "include \"",
        " and ",
        " or ",
        " not ",
        " of ",
        "for any ",
        "for all ",
        "them",
        " in ",
        " at ",
        "filesize",
        "entrypoint",
        "defined ",
        "uint32be(",
        " wide",
        " ascii",
        " nocase",
        " fullword",
        " xor(",
        " base64(\"",
        " private",
        " matches ",
        " contains ",
        " iequals ",
        "$*",
        "#a",
        "@a[",
        "!a[",
        "{ ?? [-] }",
        "[1-9]",
        "{2,3}",
        "(a|b)",
        "\\x41",
        "tests.struct_dict[\"foo\"].i",
        "pe.",
        "math.entropy(0, filesize)",
        "0x7fffffffffffffff",
        "9223372036854775808",
        "10MB",
        "//",
        "/*",
        "*/",
        "%"
    })
    @MethodSource("seeds")
    @FuzzTest
    void answersWithDiagnostics(byte[] text) throws IOException {
        YaraRules[] rules = new YaraRules[1];
        Deadline.hold(expired -> rules[0] = compile(text));
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        rules[0].save(saved);
        YaraRules loaded = YaraRules.load(new ByteArrayInputStream(saved.toByteArray()), SampleRules.MODULES);
        RuleScan.scan(rules[0], SCANNED);
        RuleScan.scan(loaded, SCANNED);
    }

    private static YaraRules compile(byte[] text) {
        return YaraRules.builder()
                .module(YaraModules.tests())
                .define("number", 2)
                .define("ratio", 0.5)
                .define("flag", true)
                .define("name", "x\u00e4")
                .source(YaraRules.DEFAULT_NAMESPACE, "fuzz.yar", text)
                .build();
    }
}
