package io.thor4j.yara.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.yara.LimitReached;
import io.thor4j.yara.RuleProbe;
import io.thor4j.yara.ScanResult;
import io.thor4j.yara.YaraLimits;
import io.thor4j.yara.YaraRules;
import io.thor4j.yara.module.ModuleDump;
import io.thor4j.yara.module.dotnet.DotnetFiles;
import io.thor4j.yara.module.pe.PeFiles;
import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.StructValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files whose small entries each stand for much: a fuzzer that prefers small inputs does not come upon them. Reading them ends in its time and
 * needs no memory to speak of.
 */
class AmplifyingFilesTest {
    private static final int NAMES = 8 << 20;
    private static final int SYMBOLS = 300_000;

    /** A 64-bit ELF file with a symbol table in which every symbol has the same name of 8 MB. */
    private static byte[] elfWithLongNames(int sectionOfSymbols) {
        int names = 0x100;
        int symbols = names + NAMES;
        int sections = symbols + 24 * SYMBOLS;
        ByteBuffer out = ByteBuffer.allocate(sections + 3 * 64).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0, 0x464c457f).put(4, (byte) 2).put(5, (byte) 1).put(6, (byte) 1);
        out.putShort(16, (short) 3).putShort(18, (short) 62).putLong(40, sections);
        out.putShort(52, (short) 64)
                .putShort(54, (short) 56)
                .putShort(58, (short) 64)
                .putShort(60, (short) 3);
        Arrays.fill(out.array(), names + 1, names + NAMES - 1, (byte) '_');
        for (int i = 0; i < SYMBOLS; i++) {
            int at = symbols + 24 * i;
            out.putInt(at, 1).put(at + 4, (byte) 0x12).putShort(at + 6, (short) sectionOfSymbols);
        }
        section(out, sections + 64, 3, names, NAMES, 0);
        section(out, sections + 128, 2, symbols, 24 * SYMBOLS, 1);
        return out.array();
    }

    private static void section(ByteBuffer out, int at, int type, int offset, int size, int link) {
        out.putInt(at + 4, type).putLong(at + 24, offset).putLong(at + 32, size).putInt(at + 40, link);
    }

    @Test
    void longNamesOfElfSymbolsAreReadInTime() {
        ModuleReader.readAll(ModuleReader.module("elf"), elfWithLongNames(1));
        ModuleReader.readAll(ModuleReader.module("elf"), elfWithLongNames(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for any s in elf.symtab : (s.size == 77)",
                "elf.telfhash() == \"T1\"",
                "elf.import_md5() == \"d41d8cd98f00b204e9800998ecf8427e\""
            })
    void rulesThatReadLongNamesEndInTimeAndSayThatTheyDidNotFinish(String condition) {
        YaraRules rules = RuleProbe.compileClean("import \"elf\" rule r { condition: " + condition + " }");
        byte[] file = elfWithLongNames(1);
        YaraLimits limits = YaraLimits.DEFAULT.withTimeout(Deadline.TIME).withRuleWork(Long.MAX_VALUE);
        Deadline.hold(expired -> {
            ScanResult result = rules.scanner(limits).scan(file);
            assertEquals(
                    List.of(LimitReached.Kind.TIMEOUT),
                    result.limits().stream().map(LimitReached::kind).toList());
        });
    }

    @Test
    void dumpThatWouldFillTheMemoryIsCutOffAndSaysSo() {
        YaraRules rules = RuleProbe.compileClean("import \"elf\" rule r { condition: elf.type == 99 }");
        ScanResult result = rules.scanner(YaraLimits.DEFAULT.withTimeout(Duration.ZERO))
                .dumpModules(true)
                .scan(elfWithLongNames(1));
        assertEquals(1, result.limits().size(), () -> result.limits().toString());
        assertTrue(result.limits().get(0).text().startsWith("the dump of module elf is cut off after"));
        assertTrue(result.moduleDumps().get(0).endsWith("... cut off, the rest of this module is not shown\n"));
    }

    /** A million parameters with a type of 2,000 bytes would take more than 2 GB. */
    @Test
    void longTypesOfManyDotnetParametersAreBounded() {
        byte[] file = DotnetFiles.withLongTypes();
        assertTrue(file.length < 21_000);
        StructValue value = ModuleReader.module("dotnet")
                .parse(new ModuleInput(file, 0, file.length, null, line -> {}, () -> false));
        String dump = ModuleDump.of("dotnet", value, () -> false);
        assertTrue(dump.contains("S".repeat(1000) + "." + "N".repeat(1000)), "the types are not read");
        assertTrue(dump.length() > 20 << 20, () -> dump.length() + " characters");
        assertTrue(dump.length() < 90 << 20, () -> dump.length() + " characters");
        assertFalse(ModuleDump.isCutOff(dump));
    }

    /** Labels of 2,000 bytes, the same for all 65,536 resources, would take 260 MB. */
    @Test
    void labelsOfManyResourcesAreReadOnce() {
        for (boolean spread : new boolean[] {false, true}) {
            byte[] file = PeFiles.withManyResources(spread);
            StructValue value = ModuleReader.module("pe")
                    .parse(new ModuleInput(file, 0, file.length, null, line -> {}, () -> false));
            List<?> resources = (List<?>) value.get("resources");
            assertEquals(65_536, resources.size());
            Set<Object> texts = Collections.newSetFromMap(new IdentityHashMap<>());
            for (Object resource : resources) {
                texts.add(((StructValue) resource).get("type_string"));
                texts.add(((StructValue) resource).get("name_string"));
            }
            assertEquals(spread ? 256 : 1, texts.size());
            assertEquals(2_000, ((byte[]) texts.iterator().next()).length);
        }
    }

    /** A 32-bit Mach-O file of many segments, and many threads each of whose entry points is looked up in the segments. */
    @Test
    void manyMachoThreadsAmongManySegmentsAreReadInTime() {
        int segments = 60_000;
        int threads = 60_000;
        ByteBuffer out = ByteBuffer.allocate(28 + 56 * segments + 80 * threads).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0, 0xfeedface).putInt(4, 7).putInt(16, segments + threads).putInt(20, out.capacity() - 28);
        for (int i = 0; i < segments; i++) {
            out.putInt(28 + 56 * i, 1).putInt(32 + 56 * i, 56);
        }
        for (int i = 0; i < threads; i++) {
            int at = 28 + 56 * segments + 80 * i;
            out.putInt(at, 5).putInt(at + 4, 80).putInt(at + 56, 0x1000);
        }
        assertTrue(FileKind.MACHO.is(out.array()));
        ModuleReader.readAll(ModuleReader.module("macho"), out.array());
    }
}
