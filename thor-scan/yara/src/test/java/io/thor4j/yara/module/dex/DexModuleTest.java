package io.thor4j.yara.module.dex;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.yara.module.ModuleLines;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DexModuleTest {
    private static final DexModule MODULE = new DexModule();
    private static final String CLASS = "Lcom/android/tools/ir/server/AppInfo;";

    private static StructValue hello() {
        return ModuleLines.parse(MODULE, HelloDex.bytes());
    }

    @ParameterizedTest
    @CsvSource({
        "header.data_size, 396",
        "header.file_size, 656",
        "header.checksum, 1067212847",
        "string_ids[8].value, com.google.helloyara",
        "string_ids[8].offset, 446",
        "string_ids[8].size, 20",
        "type_ids[0].descriptor_idx, 2",
        "proto_ids[0].shorty_idx, 6",
        "field_ids[0].name_idx, 7",
        "method_ids[0].class_idx, 1",
        "class_defs[0].source_file_idx, 4294967295",
        "class_data_item[0].direct_methods_size, 2",
        "number_of_fields, 2",
        "field[0].class_name, Lcom/android/tools/ir/server/AppInfo;",
        "field[0].name, applicationId",
        "field[1].proto, J",
        "number_of_methods, 2",
        "method[0].name, <clinit>",
        "method[0].code_item.insns_size, 13",
        "method[1].name, <init>",
        "method[1].proto, V",
        "method[1].direct, 1",
        "method[1].virtual, 0",
        "map_list.size, 12",
        "map_list.map_item[0].type, 0",
        "map_list.map_item[11].offset, 508",
    })
    void readsTheFileOfTheConformanceSuite(String path, String expected) {
        assertEquals(expected, String.valueOf(ModuleLines.at(hello(), path)));
    }

    @Test
    void comparesMagicWithItsConstantIncludingTheNul() {
        StructType.Constant constant = (StructType.Constant) MODULE.structure().member("DEX_FILE_MAGIC_035");
        assertArrayEquals("dex\n035\0".getBytes(StandardCharsets.US_ASCII), (byte[]) constant.value());
        assertEquals("dex\n035\0", ModuleLines.at(hello(), "header.magic"));
        assertEquals(
                20, String.valueOf(ModuleLines.at(hello(), "header.signature")).length());
    }

    @Test
    void agreesWithTheYaraCommand() throws IOException, InterruptedException {
        Optional<Set<String>> oracle = ModuleLines.oracle("dex", HelloDex.bytes());
        if (oracle.isPresent()) {
            Set<String> ours = ModuleLines.lines(hello());
            // 4.2.3 cuts these texts at their NUL, and writes line feeds otherwise.
            ours.removeIf(DexModuleTest::cut);
            oracle.get().removeIf(DexModuleTest::cut);
            assertEquals(oracle.get(), ours);
        }
    }

    private static boolean cut(String line) {
        return line.contains("magic") || line.contains("MAGIC") || line.contains("header.signature");
    }

    @Test
    void findsMethodsAndClassesByTextAndRegex() {
        StructValue value = hello();
        assertEquals(1L, ModuleLines.call(value, "has_method", "<init>"));
        assertEquals(0L, ModuleLines.call(value, "has_method", "<INIT>"));
        assertEquals(1L, ModuleLines.call(value, "has_method", "<init>\0ignored"));
        assertEquals(1L, ModuleLines.call(value, "has_method", CLASS, "<init>"));
        assertEquals(0L, ModuleLines.call(value, "has_method", "<init>", CLASS));
        assertEquals(1L, ModuleLines.call(value, "has_method", ModuleLines.regex("init")));
        assertEquals(0L, ModuleLines.call(value, "has_method", ModuleLines.regex("nothing")));
        assertEquals(
                1L, ModuleLines.call(value, "has_method", ModuleLines.regex("AppInfo"), ModuleLines.regex("init")));
        assertEquals(0L, ModuleLines.call(value, "has_method", ModuleLines.regex("Other"), ModuleLines.regex("init")));
        assertEquals(1L, ModuleLines.call(value, "has_class", CLASS));
        assertEquals(0L, ModuleLines.call(value, "has_class", "AppInfo"));
        assertEquals(1L, ModuleLines.call(value, "has_class", ModuleLines.regex("AppInfo;$")));
    }

    @Test
    void leavesEverythingButConstantsUndefinedInOtherFiles() {
        StructValue value = ModuleLines.parse(MODULE, "dummy".getBytes(StandardCharsets.US_ASCII));
        assertNull(value.get("header"));
        assertNull(value.get("number_of_methods"));
        assertNull(ModuleLines.call(value, "has_method", "a"));
        assertNull(ModuleLines.call(value, "has_class", ModuleLines.regex("a")));
        byte[] unknownVersion = HelloDex.bytes();
        unknownVersion[6] = '4';
        assertNull(ModuleLines.parse(MODULE, unknownVersion).get("header"));
    }

    @Test
    void stopsAtTheFirstListThatDoesNotFit() {
        byte[] data = HelloDex.bytes();
        data[0x40 + 2] = 1; // type_ids_size
        StructValue value = ModuleLines.parse(MODULE, data);
        assertEquals("<clinit>", ModuleLines.at(value, "string_ids[0].value"));
        assertNull(value.get("type_ids"));
        assertNull(value.get("method_ids"));
        assertNull(value.get("number_of_methods"));
        assertNull(ModuleLines.at(value, "map_list.size"));
    }

    @Test
    void stopsAtAMemberWithAnUnknownIndex() {
        byte[] data = HelloDex.bytes();
        data[489] = 0x7f; // field_idx_diff of the first static field
        StructValue value = ModuleLines.parse(MODULE, data);
        assertEquals(0L, value.get("number_of_fields"));
        assertEquals(127L, ModuleLines.at(value, "field[0].field_idx_diff"));
        assertNull(ModuleLines.at(value, "field[0].name"));
    }

    @Property(tries = 3000)
    void survivesChangedBytes(@ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int changes) {
        byte[] data = HelloDex.bytes();
        Random random = new Random(seed);
        for (int i = 0; i < changes; i++) {
            data[8 + random.nextInt(data.length - 8)] = random.nextBoolean() ? (byte) random.nextInt() : (byte) 0xff;
        }
        StructValue value = ModuleLines.parse(MODULE, data);
        assertTrue(ModuleLines.lines(value).size() < 100_000);
        ModuleLines.call(value, "has_method", ModuleLines.regex("a"), ModuleLines.regex("b"));
    }

    @Property(tries = 657)
    void survivesTruncation(@ForAll @IntRange(min = 0, max = 656) int length) {
        StructValue value = ModuleLines.parse(MODULE, Arrays.copyOf(HelloDex.bytes(), length));
        assertTrue(ModuleLines.lines(value).size() < 1_000);
    }
}
