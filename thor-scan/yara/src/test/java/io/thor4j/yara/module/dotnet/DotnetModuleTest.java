package io.thor4j.yara.module.dotnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.yara.module.ModuleLines;
import io.thor4j.yara.spi.StructValue;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DotnetModuleTest {
    private static final DotnetModule MODULE = new DotnetModule();
    private static final String RESOURCES_DLL = "data/0ca09bde7602769120fadc4f7a4147347a7a97271370583586c9e587fd396171";
    private static final String LARGE_DLL = "data/756684f4017ba7e931a26724ae61606b16b5f8cc84ed38a260a34e50c5016f59";

    private static StructValue parse(byte[] data) {
        return ModuleLines.parse(MODULE, data);
    }

    private static void assertField(StructValue value, String path, String expected) {
        assertEquals(expected.equals("undefined") ? null : expected, text(ModuleLines.at(value, path)), path);
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "is_dotnet, 1",
        "version, v2.0.50727",
        "module_name, hpjsoaputility.Sv.resources.dll",
        "assembly.name, hpjsoaputility.Sv.resources",
        "assembly.culture, pt",
        "assembly.version.major, 1",
        "assembly.version.revision_number, 37258",
        "number_of_resources, 1",
        "resources[0].offset, 724",
        "resources[0].length, 180",
        "resources[0].name, hpjsoaputility.XmlStreamSoapExtension.pt.resources",
        "number_of_guids, 1",
        "guids[0], 3764d539-e21a-4366-bc7c-b56fa67efbb0",
        "number_of_streams, 5",
        "streams[0].name, #~",
        "streams[1].name, #Strings",
        "streams[2].name, #US",
        "streams[3].name, #GUID",
        "streams[4].name, #Blob",
        "streams[4].offset, 1596",
        "streams[4].size, 204",
        "number_of_user_strings, 1",
        "typelib, undefined",
        "number_of_constants, undefined",
        "number_of_field_offsets, undefined",
        "number_of_modulerefs, undefined",
        "number_of_classes, 0",
        "assembly_refs[0].name, mscorlib",
    })
    void readsTheSatelliteAssemblyOfTheConformanceSuite(String path, String expected) throws IOException {
        Optional<byte[]> file = ModuleLines.conformance(RESOURCES_DLL);
        if (file.isPresent()) {
            assertField(parse(file.get()), path, expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "classes[0].fullname | Autodesk.AutoCAD.Internal.Windows.MenuServices",
                "classes[0].name | MenuServices",
                "classes[0].namespace | Autodesk.AutoCAD.Internal.Windows",
                "classes[0].visibility | public",
                "classes[0].type | class",
                "classes[0].abstract | 1",
                "classes[0].sealed | 1",
                "classes[0].number_of_generic_parameters | 0",
                "classes[0].number_of_base_types | 1",
                "classes[0].base_types[0] | System.Object",
                "classes[0].number_of_methods | 20",
                "classes[0].methods[0].name | Initialize",
                "classes[0].methods[0].visibility | public",
                "classes[0].methods[0].static | 1",
                "classes[0].methods[0].virtual | 0",
                "classes[0].methods[0].final | 0",
                "classes[0].methods[0].return_type | void",
                "classes[0].methods[0].parameters[0].name | productName",
                "classes[0].methods[0].parameters[0].type | string",
                "classes[0].methods[0].parameters[1].name | maxRecentFiles",
                "classes[0].methods[0].parameters[1].type | int",
                "classes[156].fullname | Autodesk.AutoCAD.Ribbon.Point3dDoubleToStringConverter",
                "classes[156].namespace | Autodesk.AutoCAD.Ribbon",
                "classes[156].number_of_base_types | 2",
                "classes[156].base_types[1] | System.Windows.Data.IValueConverter",
                "classes[156].number_of_methods | 3",
                "classes[156].methods[0].name | Convert",
                "classes[156].methods[0].return_type | object",
                "classes[156].methods[0].number_of_parameters | 4",
                "classes[156].methods[0].parameters[1].type | System.Type",
                "classes[156].methods[0].parameters[3].name | culture",
                "classes[156].methods[0].parameters[3].type | System.Globalization.CultureInfo",
            })
    void readsTheClassesOfTheConformanceSuite(String path, String expected) throws IOException {
        Optional<byte[]> file = ModuleLines.conformance(LARGE_DLL);
        if (file.isPresent()) {
            assertField(parse(file.get()), path, expected);
        }
    }

    @Test
    void tellsDotnetFromPlainPeFilesAndFromOthers() throws IOException {
        Optional<byte[]> plain = ModuleLines.conformance("data/tiny");
        if (plain.isPresent()) {
            assertEquals(Set.of("is_dotnet = 0"), ModuleLines.lines(parse(plain.get())));
            assertEquals(
                    1L,
                    parse(ModuleLines.conformance("data/dotnet_misaligned_guid").orElseThrow())
                            .get("is_dotnet"));
        }
        assertEquals(Set.of(), ModuleLines.lines(parse("dummy".getBytes(java.nio.charset.StandardCharsets.US_ASCII))));
        assertEquals(Set.of(), ModuleLines.lines(parse(new byte[0])));
    }

    @ParameterizedTest
    @ValueSource(strings = {RESOURCES_DLL, LARGE_DLL, "data/dotnet_misaligned_guid"})
    void agreesWithTheYaraCommand(String name) throws IOException, InterruptedException {
        Optional<byte[]> file = ModuleLines.conformance(name);
        Optional<Set<String>> oracle = file.isEmpty() ? Optional.empty() : ModuleLines.oracle("dotnet", file.get());
        if (oracle.isPresent()) {
            assertEquals(common(oracle.get()), common(ModuleLines.lines(parse(file.get()))));
        }
    }

    /** 4.2.3 has no classes, and cuts the last byte of every blob. */
    private static Set<String> common(Set<String> lines) {
        Set<String> result = new TreeSet<>();
        for (String line : lines) {
            if (!line.startsWith("classes[")
                    && !line.startsWith("number_of_classes")
                    && !line.startsWith("constants[")
                    && !line.contains("public_key_or_token")) {
                result.add(line);
            }
        }
        return result;
    }

    /** One class {@code N.C} whose method {@code m} has the given signature. */
    private static StructValue method(int... signature) {
        CliFile file = new CliFile();
        file.row(0x00, "22222", 0, file.string("mod.dll"), 0, 0, 0);
        file.row(0x01, "222", 0, file.string("List`1"), file.string("System"));
        file.row(0x02, "422222", 1, file.string("C"), file.string("N"), 0, 1, 1);
        file.row(0x06, "422222", 0, 0, 0x16, file.string("m"), file.blob(signature), 1);
        file.row(0x08, "222", 0, 1, file.string("first"));
        file.row(0x1b, "2", file.blob(0x15, 0x12, 0x05, 1, 0x0e));
        file.row(0x2a, "2222", 0, 0, 1 << 1, file.string("T"));
        file.row(0x2a, "2222", 0, 0, 1 << 1 | 1, file.string("U"));
        return parse(file.build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "02 | bool",
                "18 | IntPtr",
                "19 | UIntPtr",
                "16 | TypedReference",
                "1c | object",
                "0f 01 | Ptr<void>",
                "10 08 | ref int",
                "1d 0e | string[]",
                "1d 1d 05 | byte[][]",
                "12 04 | N.C",
                "11 05 | System.List",
                "12 06 | System.List<string>",
                "15 12 05 02 08 13 00 | System.List<int,T>",
                "13 00 | T",
                "1e 00 | U",
                "13 01 | undefined",
                "14 08 02 00 00 | int[,]",
                "14 08 02 02 03 04 00 | int[3,4]",
                "14 08 01 01 03 01 02 | int[1...4]",
                "14 08 01 01 03 01 7f | int[-1...2]",
                "14 08 01 00 01 80 01 | int[-8192...]",
                "14 08 00 00 00 | undefined",
                "14 08 33 00 00 | undefined",
                "1b 00 02 01 08 0e | FnPtr<void(int, string)>",
                "1f 05 08 | int",
                "20 05 1d 08 | int[]",
                "45 | undefined",
                "12 00 | undefined",
                "10 | undefined",
                "1d 1d 1d 1d 1d 1d 1d 1d 1d 1d 1d 1d 1d 1d 1d 1d 08 | int[][][][][][][][][][][][][][][][]",
                "1d 1d 1d 1d 1d 1d 1d 1d 1d 1d 1d 1d 1d 1d 1d 1d 1d 08 | undefined",
            })
    void writesTypes(String type, String expected) {
        String[] tokens = ("10 01 00 " + type).split(" ", -1);
        int[] signature = new int[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            signature[i] = Integer.parseInt(tokens[i], 16);
        }
        StructValue value = method(signature);
        assertField(value, "classes[0].methods[0].return_type", expected);
        assertField(value, "classes[0].number_of_methods", expected.equals("undefined") ? "0" : "1");
    }

    @Test
    void namesParametersFromTheirTableAndTheRestByNumber() {
        StructValue value = method(0x00, 2, 0x01, 0x08, 0x0e);
        assertField(value, "classes[0].methods[0].number_of_parameters", "2");
        assertField(value, "classes[0].methods[0].parameters[0].name", "first");
        assertField(value, "classes[0].methods[0].parameters[0].type", "int");
        assertField(value, "classes[0].methods[0].parameters[1].name", "P_1");
        assertField(value, "classes[0].methods[0].parameters[1].type", "string");
        assertField(value, "classes[0].methods[0].number_of_generic_parameters", "1");
        assertField(value, "classes[0].methods[0].generic_parameters[0]", "U");
        assertField(value, "classes[0].generic_parameters[0]", "T");
    }

    @Test
    void namesNestedTypesAfterTheirEnclosingTypes() {
        CliFile file = new CliFile();
        file.row(0x00, "22222", 0, file.string("mod.dll"), 0, 0, 0);
        file.row(0x02, "422222", 0, file.string("<Module>"), 0, 0, 1, 1);
        file.row(0x02, "422222", 0x81, file.string("Outer`1"), file.string("N"), 0, 1, 1);
        file.row(0x02, "422222", 0x123, file.string("Inner"), 0, 2 << 2, 1, 1);
        file.row(0x02, "422222", 0x24, file.string("Face"), 0, 0, 1, 1);
        file.row(0x09, "22", 3, 4 << 2);
        file.row(0x29, "22", 3, 2);
        file.row(0x29, "22", 4, 3);
        StructValue value = parse(file.build());
        assertField(value, "number_of_classes", "3");
        assertField(value, "classes[0].fullname", "N.Outer");
        assertField(value, "classes[0].abstract", "1");
        assertField(value, "classes[0].visibility", "public");
        assertField(value, "classes[1].fullname", "N.Outer.Inner");
        assertField(value, "classes[1].namespace", "N.Outer");
        assertField(value, "classes[1].sealed", "1");
        assertField(value, "classes[1].visibility", "private");
        assertField(value, "classes[1].base_types[0]", "N.Outer");
        assertField(value, "classes[1].base_types[1]", "N.Outer.Inner.Face");
        assertField(value, "classes[2].type", "interface");
        assertField(value, "classes[2].visibility", "protected");
    }

    private static CliFile typelibFile() {
        CliFile file = new CliFile();
        file.row(0x00, "22222", 0, file.string("mod.dll"), 0, 0, 0);
        file.row(0x01, "222", 0, file.string("GuidAttribute"), 0);
        file.row(0x0a, "222", 1 << 3 | 1, file.string(".ctor"), 0);
        file.row(0x0c, "222", 1 << 5 | 0x0e, 1 << 3 | 3, file.blob(1, 0, 3, 'a', 'b', 'c', 0, 0));
        file.row(0x0b, "1122", 0x0e, 0, 0, file.blob('x', 0, 'y', 0));
        file.row(0x0b, "1122", 0x08, 0, 0, 0);
        file.row(0x1a, "2", file.string("kernel32.dll"));
        file.row(0x1d, "42", CliFile.SECTION_RVA + 4, 0);
        file.row(0x1d, "42", 0x99999999L, 0);
        file.row(0x20, "422224222", 0, 1, 2, 3, 4, 0, 0, file.string("asm"), 0);
        file.row(0x23, "222242222", 5, 6, 7, 8, 0, file.blob(0xb0, 0x3f), file.string("ref"), 0, 0);
        file.row(0x28, "4422", 0, 0, file.string("inside"), 0);
        file.row(0x28, "4422", 0, 0, file.string("elsewhere"), 4);
        return file.userString("hi").userString("").userString("\u0130");
    }

    private static final Set<String> TYPELIB_LINES = Set.of(
            "assembly.name = \"asm\"",
            "assembly.version.build_number = 3",
            "assembly.version.major = 1",
            "assembly.version.minor = 2",
            "assembly.version.revision_number = 4",
            "assembly_refs[0].name = \"ref\"",
            "assembly_refs[0].public_key_or_token = \"\\xb0?\"",
            "assembly_refs[0].version.build_number = 7",
            "assembly_refs[0].version.major = 5",
            "assembly_refs[0].version.minor = 6",
            "assembly_refs[0].version.revision_number = 8",
            "constants[0] = \"x\\x00y\\x00\"",
            "field_offsets[0] = 516",
            "is_dotnet = 1",
            "module_name = \"mod.dll\"",
            "modulerefs[0] = \"kernel32.dll\"",
            "number_of_assembly_refs = 1",
            "number_of_classes = 0",
            "number_of_constants = 1",
            "number_of_field_offsets = 1",
            "number_of_guids = 0",
            "number_of_modulerefs = 1",
            "number_of_resources = 2",
            "number_of_user_strings = 2",
            "resources[0].length = 5",
            "resources[0].name = \"inside\"",
            "resources[0].offset = 588",
            "resources[1].name = \"elsewhere\"",
            "typelib = \"abc\"",
            "user_strings[0] = \"h\\x00i\\x00\"",
            "user_strings[1] = \"0\\x01\"",
            "version = \"v4.0.30319\"");

    private static Set<String> withoutStreams(StructValue value) {
        Set<String> lines = ModuleLines.lines(value);
        lines.removeIf(line -> line.contains("streams"));
        return lines;
    }

    @Test
    void readsEveryTable() {
        assertEquals(
                new TreeSet<>(TYPELIB_LINES), withoutStreams(parse(typelibFile().build())));
    }

    @Test
    void passesOverTheExtraDataOfTheTableHeader() {
        assertEquals(
                new TreeSet<>(TYPELIB_LINES),
                withoutStreams(parse(typelibFile().heapFlags(0x40).build())));
    }

    @Test
    void readsUnoptimizedMetadataWithIndirectTables() {
        byte[] data = typelibFile()
                .row(0x03, "2", 1)
                .row(0x05, "2", 1)
                .row(0x07, "2", 1)
                .tableStream("#-")
                .build();
        assertEquals(new TreeSet<>(TYPELIB_LINES), withoutStreams(parse(data)));
    }

    @Test
    void readsPe32PlusFiles() {
        assertEquals(
                new TreeSet<>(TYPELIB_LINES),
                withoutStreams(parse(typelibFile().wide().machine(0x8664).build())));
    }

    @Test
    void takesNoFileOfAnUnknownMachine() {
        assertNull(parse(typelibFile().machine(0x1234).build()).get("is_dotnet"));
    }

    @Test
    void listsSixteenGuids() {
        StructValue value = parse(typelibFile().guids(new byte[17 * 16]).build());
        assertField(value, "number_of_guids", "16");
        assertField(value, "guids[15]", "00000000-0000-0000-0000-000000000000");
    }

    @Test
    void leavesClassesUndefinedBehindATableThatIsTooLong() {
        CliFile file = typelibFile();
        file.row(0x2a, "2222", 0, 0, 0, 0);
        byte[] data = file.build();
        assertField(parse(data), "number_of_classes", "0");
        long tables = (Long) ModuleLines.at(parse(data), "streams[0].offset");
        int lastRowCount = (int) tables + 24 + 4 * 10;
        assertEquals(1, data[lastRowCount]);
        data[lastRowCount + 1] = 0x7f;
        assertNull(ModuleLines.at(parse(data), "number_of_classes"));
        assertField(parse(data), "number_of_assembly_refs", "1");
    }

    @Test
    void endsTypesThatContainThemselvesManyTimes() {
        CliFile file = new CliFile();
        file.row(0x00, "22222", 0, file.string("mod.dll"), 0, 0, 0);
        int[] spec = new int[3 + 2 * 30];
        spec[0] = 0x15;
        spec[1] = 0x1c;
        spec[2] = 30;
        for (int i = 3; i < spec.length; i += 2) {
            spec[i] = 0x12;
            spec[i + 1] = 1 << 2 | 2;
        }
        file.row(0x02, "422222", 1, file.string("C"), file.string("N"), 1 << 2 | 2, 1, 1);
        file.row(0x1b, "2", file.blob(spec));
        String base = (String) ModuleLines.at(parse(file.build()), "classes[0].base_types[0]");
        assertTrue(base.length() <= 10_000, base);
    }

    @Test
    void leavesTheRestOutWhenTheTimeIsOver() throws IOException {
        Optional<byte[]> file = ModuleLines.conformance(LARGE_DLL);
        if (file.isPresent()) {
            StructValue value = ModuleLines.parse(MODULE, file.get(), null, () -> true);
            assertTrue(((List<?>) value.get("classes")).size() < 300);
        }
    }

    @Test
    void declaresTheSameTableEveryTime() {
        assertEquals("dotnet", MODULE.name());
        assertEquals(MODULE.structure(), new DotnetModule().structure());
        assertEquals(MODULE.structure(), parse(new byte[3]).type());
    }
}
