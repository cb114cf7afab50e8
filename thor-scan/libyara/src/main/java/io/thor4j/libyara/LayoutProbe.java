package io.thor4j.libyara;

import io.thor4j.core.spi.YaraEngineResult;
import io.thor4j.core.spi.YaraEngineRules;
import io.thor4j.core.spi.YaraEngineScanner;
import io.thor4j.core.spi.YaraRuleMatch;
import io.thor4j.core.spi.YaraSources;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Reads rules back whose content is known, with every structure that this module reads. A library whose structures lie elsewhere would give
 * wrong answers silently; it is refused instead. Stateless.
 */
final class LayoutProbe {
    private static final String RULES = """
            rule first { condition: false }
            global rule everywhere { condition: filesize == 34 }
            private rule hidden { condition: true }
            rule probe : tag_a tag_b {
              meta:
                number = -42
                text = "probe text"
                truth = true
              strings:
                $plain = "needle"
                $secret = "two" private
                $hex = { 74 77 6F ?? 6E }
              condition:
                all of them
            }
            """;

    private static final String DATA = "..needle..two needles....needleneed";

    private static final String EXPECTED_RULES =
            "[probe_ns:first [] [] false false, probe_ns:everywhere [] [] false true,"
                    + " probe_ns:hidden [] [] true false, probe_ns:probe [tag_a, tag_b]"
                    + " [Meta[key=number, value=-42], Meta[key=text, value=probe text], Meta[key=truth, value=true]] false false]";

    private static final String EXPECTED_MATCHES =
            "[everywhere [], probe [0x2:6:$plain=needle, 0xe:6:$plain=needle, 0x19:6:$plain=needle,"
                    + " 0xa:3:$secret=two private, 0xa:5:$hex=two n]]";

    private LayoutProbe() {}

    /**
     * Compares.
     *
     * @param libyara the library
     * @throws IllegalStateException when what is read back is not what was written
     */
    static void check(NativeLibyara libyara) {
        YaraSources sources =
                YaraSources.builder().add("probe_ns", "probe", RULES).build();
        try (YaraEngineRules rules = LibyaraCompiler.compile(libyara, sources);
                YaraEngineScanner scanner = rules.scanner()) {
            List<String> read = rules.rules().stream()
                    .map(rule -> rule + " " + rule.tags() + " " + rule.meta() + " " + rule.isPrivate() + " "
                            + rule.isGlobal())
                    .toList();
            compare(EXPECTED_RULES, read.toString());
            byte[] data = DATA.getBytes(StandardCharsets.ISO_8859_1);
            YaraEngineResult result = scanner.scan(data, 0, 34, Duration.ZERO);
            compare(
                    EXPECTED_MATCHES,
                    result.matches().stream().map(LayoutProbe::text).toList().toString());
        }
    }

    private static String text(YaraRuleMatch match) {
        return match.rule().name() + " "
                + match.strings().stream()
                        .map(string -> string + "=" + string.data() + (string.isPrivate() ? " private" : ""))
                        .toList();
    }

    private static void compare(String expected, String read) {
        if (!expected.equals(read)) {
            throw new IllegalStateException("a probe rule reads back as " + read);
        }
    }
}
