package io.thor4j.yara.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.MalformedInputException;
import io.thor4j.yara.RuleProbe;
import io.thor4j.yara.YaraModules;
import io.thor4j.yara.YaraRules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Saved rules come back as they were; damaged ones are refused and do no harm. */
class RuleStoreTest {
    private static final String RULES = """
            import "tests" import "math" import "console"
            private rule p : tag { meta: a = "text \\xff" b = -7 c = true strings: $a = "abcd" nocase wide ascii condition: $a at 0 }
            global rule g { condition: filesize < 10MB and number != 3 and ratio < 1.0 and name contains "x" }
            rule strings {
              strings: $ = { 61 62 [2-4] ( 63 | 64 ) ?5 } $r = /ab[c-f]{2,3}x?/is fullword $x = "secret" xor(3-9) $b = "base sixty" base64
                $c = "custom" base64wide("ZYXWVUTSRQPONMLKJIHGFEDCBAzyxwvutsrqponmlkjihgfedcba9876543210+/") private
              condition: any of them or 50% of them or none of ($r, $x) in (0..filesize) or 2 of ($*) at 3
            }
            rule loops { strings: $a = "abcd" condition: for any i in (1..#a) : (@a[i] > 2 and for all j in (1, 2, i) : (j < 5))
              or for none of them : (# > 3 or ! == 2) or for any s in ("a", "b") : (s iequals "B") }
            rule modules { condition: tests.struct_dict["foo"].i == 1 and tests.integer_array[1] == 1 and tests.match(/a+/s, "baa") > 0
              and for any k, v in tests.struct_dict : (k == v.s) and for any x in tests.struct_array : (x.i == 1)
              and math.to_number(true) == 1 and math.entropy(0, filesize) >= 0.0 and tests.fsum(1.0, 2.0) == 3.0 }
            rule operators { condition: (filesize + 1 - 2 * 3 \\ 4 % 5 & 6 | 7 ^ 8) << 1 >> 1 != ~-9 and uint32be(0) > int8(1)
              or not defined entrypoint or "a" matches /b/ or -1.5 * filesize < 3 or p or any of (p, g) or 50% of (p*) }
            rule log { condition: console.log("hello") }
            """;

    /** Has a match or a candidate for every string, so that what was damaged is used. */
    private static final String SCANNED =
            "abcd..abcdx ABCDE a\0b\0c\0d\0 ab..c5 abxxcx5 abcc abddx secret pf`qfw YmFzZSBzaXh0eQ";

    private static YaraRules rules() {
        YaraRules result = YaraRules.builder()
                .module(YaraModules.tests())
                .define("number", 2)
                .define("ratio", 0.5)
                .define("flag", true)
                .define("name", "xä")
                .source("first", "rules.yar", RULES)
                .source("second", "more.yar", "rule p { condition: flag }")
                .build();
        assertEquals(List.of(), result.leftOut());
        return result;
    }

    private static byte[] save(YaraRules rules) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        rules.save(out);
        return out.toByteArray();
    }

    private static YaraRules load(byte[] bytes) throws IOException {
        return YaraRules.load(new ByteArrayInputStream(bytes), List.of(YaraModules.tests()));
    }

    @Test
    void loadedRulesBehaveAndSaveTheSame() throws IOException {
        YaraRules rules = rules();
        byte[] saved = save(rules);
        YaraRules loaded = load(saved);
        assertEquals(rules.rules(), loaded.rules());
        assertEquals(rules.externals(), loaded.externals());
        assertArrayEquals(saved, save(loaded));
        for (String data : List.of(
                "", SCANNED, "abcd", "abcd..abcdx ABCDE abxxcx5 YmFzZSBzaXh0eQ", "a".repeat(100), "\u0001\u0002")) {
            assertEquals(
                    RuleProbe.describe(rules.scanner().scan(RuleProbe.bytes(data))),
                    RuleProbe.describe(loaded.scanner().scan(RuleProbe.bytes(data))));
        }
    }

    @Test
    void missingModulesAreNamed() throws IOException {
        byte[] saved = save(rules());
        MalformedInputException e =
                assertThrows(MalformedInputException.class, () -> YaraRules.load(new ByteArrayInputStream(saved)));
        assertTrue(e.getMessage().contains("\"tests\""), e.getMessage());
    }

    @Test
    void headersAreChecked() throws IOException {
        byte[] saved = save(rules());
        assertTrue(refusal(Arrays.copyOf(saved, 3)).contains("not a file of compiled YARA rules"));
        byte[] version = saved.clone();
        version[11]++;
        assertTrue(refusal(version).contains("version"));
        byte[] damaged = saved.clone();
        damaged[saved.length / 2] ^= 1;
        assertTrue(refusal(damaged).contains("checksum"));
        assertTrue(refusal(Arrays.copyOf(saved, saved.length + 1)).contains("cut off or have something behind"));
    }

    private static String refusal(byte[] bytes) {
        return assertThrows(MalformedInputException.class, () -> load(bytes)).getMessage();
    }

    @Test
    void truncationsAreRefusedAtEveryLength() throws IOException {
        byte[] saved = save(rules());
        for (int length = 0; length < saved.length; length++) {
            byte[] cut = Arrays.copyOf(saved, length);
            assertThrows(MalformedInputException.class, () -> load(cut));
            if (length > RuleFormat.HEADER_BYTES) {
                assertThrows(MalformedInputException.class, () -> load(sealed(cut)), "sealed, length " + length);
            }
        }
    }

    @Test
    void damagedBytesAreRefusedOrWork() throws IOException {
        byte[] saved = save(rules());
        Random random = new Random(42);
        int loaded = 0;
        for (int round = 0; round < 6_000; round++) {
            byte[] damaged = saved.clone();
            int changes = 1 + random.nextInt(3);
            for (int i = 0; i < changes; i++) {
                int at = RuleFormat.HEADER_BYTES + random.nextInt(saved.length - RuleFormat.HEADER_BYTES);
                damaged[at] =
                        random.nextBoolean() ? (byte) (damaged[at] ^ 1 << random.nextInt(8)) : (byte) random.nextInt();
            }
            try {
                YaraRules rules = load(sealed(damaged));
                loaded++;
                rules.scanner().timeout(Duration.ofMillis(200)).scan(RuleProbe.bytes(SCANNED));
                assertArrayEquals(save(rules), save(load(save(rules))));
            } catch (MalformedInputException e) {
                assertTrue(!e.reason().isEmpty());
            }
        }
        assertTrue(loaded > 100, "only " + loaded + " loaded, so the test says little");
    }

    @Test
    void everySingleBitOfThePayloadMayFlip() throws IOException {
        byte[] saved = save(rules());
        for (int at = RuleFormat.HEADER_BYTES; at < saved.length; at++) {
            byte[] damaged = saved.clone();
            damaged[at] ^= (byte) (1 << at % 8);
            try {
                load(sealed(damaged)).scanner().timeout(Duration.ofMillis(200)).scan(RuleProbe.bytes(SCANNED));
            } catch (MalformedInputException e) {
                assertTrue(!e.reason().isEmpty());
            }
        }
    }

    @Test
    void numbersOfPatternsThatDoNotFitAreRefused() throws IOException {
        // Every 32 bits of the patterns' arrays once as the largest number, once as -1.
        byte[] saved = save(rules());
        int refused = 0;
        for (int at = RuleFormat.HEADER_BYTES; at + 4 <= saved.length; at += 3) {
            for (int value : new int[] {Integer.MAX_VALUE, -1}) {
                byte[] damaged = saved.clone();
                ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
                try {
                    load(sealed(damaged))
                            .scanner()
                            .timeout(Duration.ofMillis(200))
                            .scan(RuleProbe.bytes(SCANNED));
                } catch (MalformedInputException e) {
                    refused++;
                }
            }
        }
        assertTrue(refused > saved.length / 6, refused + " refused");
    }

    @Test
    void hugeCountsAllocateNothing() {
        for (int zeros = 0; zeros < 6; zeros++) {
            ByteWriter out = new ByteWriter();
            for (int i = 0; i < zeros; i++) {
                out.number(0);
            }
            out.number(Integer.MAX_VALUE);
            out.number(1L << 62);
            byte[] payload = out.toBytes();
            byte[] file = new byte[RuleFormat.HEADER_BYTES + payload.length];
            ByteBuffer.wrap(file).putLong(RuleFormat.MAGIC).putInt(RuleFormat.VERSION);
            System.arraycopy(payload, 0, file, RuleFormat.HEADER_BYTES, payload.length);
            assertThrows(MalformedInputException.class, () -> load(sealed(file)));
        }
    }

    /** Makes length and checksum fit. */
    private static byte[] sealed(byte[] file) {
        byte[] result = file.clone();
        int payload = result.length - RuleFormat.HEADER_BYTES;
        CRC32 checksum = new CRC32();
        checksum.update(result, RuleFormat.HEADER_BYTES, payload);
        ByteBuffer.wrap(result).putLong(12, payload).putInt(20, (int) checksum.getValue());
        return result;
    }
}
