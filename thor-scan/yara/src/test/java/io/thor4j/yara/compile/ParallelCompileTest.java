package io.thor4j.yara.compile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.yara.IncludeResolver;
import io.thor4j.yara.YaraRules;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** However many threads compile, the rules, the messages and the saved bytes are the same. */
class ParallelCompileTest {
    private static YaraRules.Builder manySources(int sources, int rules) {
        YaraRules.Builder builder = YaraRules.builder().define("filename", "");
        for (int s = 0; s < sources; s++) {
            StringBuilder text = new StringBuilder("import \"math\"\n");
            for (int r = 0; r < rules; r++) {
                text.append(
                        "rule r%d_%d { strings: $a = \"text %d\" wide ascii nocase $b = /ab[0-9]{%d,9}x+y/ $c = { 61 ?? %02x [2-5] ( 63 | 64 %02x ) }"
                                .formatted(s, r, r % 40, r % 5 + 1, r % 251, s));
                text.append(
                        " $d = \"xored %d\" xor(1-%d) $e = \"sixty %d\" base64 condition: any of them and filesize < %d }\n"
                                .formatted(r % 7, r % 3 + 1, r, 1000 + r));
                if (r % 10 == 3) {
                    text.append("rule bad%d { strings: $a = /a{3,1}/ $b = /(/ condition: $a or $b }\n".formatted(r));
                    text.append("rule syntax%d { condition: and }\n".formatted(r));
                    text.append(
                            "rule needs%d { condition: bad%d or math.entropy(0, filesize) > 7.0 }\n".formatted(r, r));
                }
            }
            builder.source("space" + s % 3, "source" + s + ".yar", text.toString());
        }
        return builder;
    }

    private static byte[] saved(YaraRules rules) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        rules.save(out);
        return out.toByteArray();
    }

    @Test
    void threadsChangeNothing() throws IOException {
        YaraRules one = manySources(9, 60).threads(1).build();
        assertTrue(one.rules().size() >= 9 * 60, one.toString());
        assertFalse(one.leftOut().isEmpty());
        for (int threads : new int[] {2, 3, 16}) {
            YaraRules several = manySources(9, 60).threads(threads).build();
            assertEquals(one.diagnostics(), several.diagnostics());
            assertEquals(one.leftOut(), several.leftOut());
            assertEquals(one.rules(), several.rules());
            assertArrayEquals(saved(one), saved(several));
        }
    }

    @Test
    void rulesThatNeedTooMuchMemoryAreLeftOutAlike() {
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < 60; r++) {
            text.append("rule r%d { strings: $a = \"%s%d\" xor wide ascii condition: $a }\n"
                    .formatted(r, "x".repeat(8_000), r));
        }
        YaraRules one = YaraRules.builder()
                .source("default", "x.yar", text.toString())
                .threads(1)
                .build();
        YaraRules several = YaraRules.builder()
                .source("default", "x.yar", text.toString())
                .threads(4)
                .build();
        assertFalse(one.leftOut().isEmpty());
        assertEquals(one.diagnostics(), several.diagnostics());
        assertEquals(one.rules(), several.rules());
    }

    @Test
    void aResolverMeetsOneThreadAtATime() {
        AtomicBoolean inside = new AtomicBoolean();
        AtomicInteger calls = new AtomicInteger();
        IncludeResolver resolver = (path, including) -> {
            assertTrue(inside.compareAndSet(false, true), "two threads at once");
            byte[] text = ("rule " + path + " { condition: true }").getBytes(StandardCharsets.UTF_8);
            calls.incrementAndGet();
            inside.set(false);
            return new IncludeResolver.Included(path, text);
        };
        YaraRules.Builder builder = YaraRules.builder().includes(resolver).threads(8);
        for (int i = 0; i < 200; i++) {
            builder.source("n", "s" + i, "include \"i" + i + "\" rule r" + i + " { condition: i" + i + " }");
        }
        YaraRules rules = builder.build();
        assertEquals(400, rules.rules().size());
        assertEquals(200, calls.get());
    }

    @Test
    void whatAResolverThrowsReachesTheCaller() {
        IllegalStateException thrown = new IllegalStateException("no");
        YaraRules.Builder builder = YaraRules.builder()
                .includes((path, including) -> {
                    throw thrown;
                })
                .threads(4)
                .source("n", "s", "include \"a\"")
                .source("n", "t", "rule t { condition: true }");
        assertSame(thrown, assertThrows(IllegalStateException.class, builder::build));
        assertThrows(IllegalArgumentException.class, () -> YaraRules.builder().threads(0));
    }
}
