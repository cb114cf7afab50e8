package io.thor4j.yara.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thor4j.core.MalformedInputException;
import io.thor4j.yara.YaraModules;
import io.thor4j.yara.YaraRules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compiled rules of any bytes are loaded or refused, and what was loaded scans in its time. The fuzzer's bytes are the payload; header and
 * checksum are made to fit, or no change would get past them.
 */
class CompiledRulesFuzzTest {
    private static final long MAGIC = 0x54484f5259415241L;
    private static final int VERSION = 2;
    private static final int HEADER = 24;
    private static final byte[] SCANNED =
            Arrays.copyOf("MZ abcd ABCD a\0b\0c\0d\0 0123456789 secret".getBytes(StandardCharsets.ISO_8859_1), 600);

    static Stream<byte[]> seeds() {
        return SampleRules.TEXTS.stream().map(CompiledRulesFuzzTest::payload);
    }

    private static byte[] payload(String rules) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            YaraRules.builder()
                    .module(YaraModules.tests())
                    .define("number", 2)
                    .define("ratio", 0.5)
                    .define("flag", true)
                    .define("name", "x\u00e4")
                    .source(YaraRules.DEFAULT_NAMESPACE, "seed.yar", rules)
                    .build()
                    .save(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] file = out.toByteArray();
        return Arrays.copyOfRange(file, HEADER, file.length);
    }

    /** Puts the header before a payload. */
    static byte[] file(byte[] payload) {
        CRC32 sum = new CRC32();
        sum.update(payload);
        return ByteBuffer.allocate(HEADER + payload.length)
                .putLong(MAGIC)
                .putInt(VERSION)
                .putLong(payload.length)
                .putInt((int) sum.getValue())
                .put(payload)
                .array();
    }

    @MethodSource("seeds")
    @FuzzTest
    void areLoadedOrRefused(byte[] payload) {
        byte[] file = file(payload);
        YaraRules[] rules = new YaraRules[1];
        Deadline.hold(expired -> {
            try {
                rules[0] = YaraRules.load(new ByteArrayInputStream(file), SampleRules.MODULES);
            } catch (MalformedInputException refused) {
                if ("header".equals(refused.position())) {
                    throw new AssertionError("the header made here does not fit", refused);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        if (rules[0] != null) {
            RuleScan.scan(rules[0], SCANNED);
        }
    }
}
