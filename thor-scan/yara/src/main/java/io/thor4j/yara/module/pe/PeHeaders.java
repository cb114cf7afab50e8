package io.thor4j.yara.module.pe;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.StructValue;
import java.util.ArrayList;
import java.util.List;

/** Sets the fields of the file header, the optional header and the data directories. Field offsets: Microsoft, "PE Format". */
final class PeHeaders {
    private final PeImage image;
    private final ModuleInput input;
    private final StructValue root;

    private PeHeaders(PeImage image, StructValue root) {
        this.image = image;
        this.input = image.input();
        this.root = root;
    }

    static void set(PeImage image, StructValue root) {
        PeHeaders headers = new PeHeaders(image, root);
        headers.fileHeader();
        headers.addresses();
        headers.versions();
        headers.sizes();
        root.setLazy("data_directories", headers::dataDirectories);
    }

    private void fileHeader() {
        long header = image.header();
        root.set("machine", input.u16le(header + 4));
        // The value of the header, even when fewer sections can be read.
        root.set("number_of_sections", input.u16le(header + 6));
        root.set("timestamp", input.u32le(header + 8));
        root.set("pointer_to_symbol_table", input.u32le(header + 12));
        root.set("number_of_symbols", input.u32le(header + 16));
        root.set("size_of_optional_header", input.u16le(header + 20));
        root.set("characteristics", input.u16le(header + 22));
    }

    private void addresses() {
        long entryPoint = optional32(16);
        root.set("entry_point", image.offset(entryPoint));
        root.set("entry_point_raw", entryPoint);
        root.set("image_base", image.wide() ? input.i64le(image.optionalHeader() + 24) : optional32(28));
        root.set("base_of_code", optional32(20));
        if (!image.wide()) {
            root.set("base_of_data", optional32(24));
        }
    }

    private void versions() {
        root.set("opthdr_magic", optional16(0));
        int linkerMajor = input.u8(image.optionalHeader() + 2);
        int linkerMinor = input.u8(image.optionalHeader() + 3);
        root.set("linker_version", PeStructure.version(linkerMajor, linkerMinor));
        root.set("os_version", PeStructure.version(optional16(40), optional16(42)));
        root.set("image_version", PeStructure.version(optional16(44), optional16(46)));
        root.set("subsystem_version", PeStructure.version(optional16(48), optional16(50)));
        root.set("win32_version_value", optional32(52));
        root.set("subsystem", optional16(68));
        root.set("dll_characteristics", optional16(70));
    }

    private void sizes() {
        root.set("size_of_code", optional32(4));
        root.set("size_of_initialized_data", optional32(8));
        root.set("size_of_uninitialized_data", optional32(12));
        root.set("section_alignment", optional32(32));
        root.set("file_alignment", optional32(36));
        root.set("size_of_image", optional32(56));
        root.set("size_of_headers", optional32(60));
        root.set("checksum", optional32(64));
        root.set("size_of_stack_reserve", native64(0));
        root.set("size_of_stack_commit", native64(1));
        root.set("size_of_heap_reserve", native64(2));
        root.set("size_of_heap_commit", native64(3));
        root.set("loader_flags", optional32(image.wide() ? 104 : 88));
        root.set("number_of_rva_and_sizes", optional32(image.wide() ? 108 : 92));
    }

    private List<StructValue> dataDirectories() {
        long count = Math.min(optional32(image.wide() ? 108 : 92), PeLimits.DATA_DIRECTORIES);
        List<StructValue> result = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StructValue directory = new StructValue(PeStructure.DATA_DIRECTORY, null);
            directory.set("virtual_address", image.directoryAddress(i));
            directory.set("size", image.directorySize(i));
            result.add(directory);
        }
        return result;
    }

    private int optional16(int offset) {
        return input.u16le(image.optionalHeader() + offset);
    }

    private long optional32(int offset) {
        return input.u32le(image.optionalHeader() + offset);
    }

    /** Reads one of the four memory sizes, whose width is that of an address. */
    private long native64(int index) {
        return image.wide() ? input.i64le(image.optionalHeader() + 72 + 8L * index) : optional32(72 + 4 * index);
    }
}
