package io.thor4j.yara.module.pe;

import static io.thor4j.yara.spi.ModuleType.Scalar.INTEGER;
import static io.thor4j.yara.spi.ModuleType.Scalar.STRING;

import io.thor4j.yara.spi.ModuleType;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import java.util.List;

/** The module's table. Source: libyara's documentation of the pe module. */
final class PeStructure {
    static final StructType VERSION =
            StructType.builder().field("major", INTEGER).field("minor", INTEGER).build();

    static final StructType VERSION_STRING =
            StructType.builder().field("key", STRING).field("value", STRING).build();

    static final StructType DATA_DIRECTORY = StructType.builder()
            .field("virtual_address", INTEGER)
            .field("size", INTEGER)
            .build();

    static final StructType SECTION = StructType.builder()
            .field("name", STRING)
            .field("full_name", STRING)
            .field("characteristics", INTEGER)
            .field("virtual_address", INTEGER)
            .field("virtual_size", INTEGER)
            .field("raw_data_offset", INTEGER)
            .field("raw_data_size", INTEGER)
            .field("pointer_to_relocations", INTEGER)
            .field("pointer_to_line_numbers", INTEGER)
            .field("number_of_relocations", INTEGER)
            .field("number_of_line_numbers", INTEGER)
            .build();

    static final StructType OVERLAY =
            StructType.builder().field("offset", INTEGER).field("size", INTEGER).build();

    static final StructType RICH_SIGNATURE = PeFunctions.declareRich(StructType.builder()
                    .field("offset", INTEGER)
                    .field("length", INTEGER)
                    .field("key", INTEGER)
                    .field("raw_data", STRING)
                    .field("clear_data", STRING)
                    .field("version_data", STRING))
            .build();

    static final StructType EXPORT = StructType.builder()
            .field("offset", INTEGER)
            .field("name", STRING)
            .field("forward_name", STRING)
            .field("ordinal", INTEGER)
            .field("rva", INTEGER)
            .build();

    static final StructType IMPORTED_FUNCTION = StructType.builder()
            .field("name", STRING)
            .field("ordinal", INTEGER)
            .field("rva", INTEGER)
            .build();

    static final StructType IMPORTED_LIBRARY = StructType.builder()
            .field("library_name", STRING)
            .field("number_of_functions", INTEGER)
            .field("functions", new ModuleType.Array(IMPORTED_FUNCTION))
            .build();

    static final StructType RESOURCE = StructType.builder()
            .field("rva", INTEGER)
            .field("offset", INTEGER)
            .field("length", INTEGER)
            .field("type", INTEGER)
            .field("id", INTEGER)
            .field("language", INTEGER)
            .field("type_string", STRING)
            .field("name_string", STRING)
            .field("language_string", STRING)
            .build();

    static final StructType CERTIFICATE = certificate(StructType.builder()).build();

    static final StructType SIGNER_INFO = StructType.builder()
            .field("program_name", STRING)
            .field("digest", STRING)
            .field("digest_alg", STRING)
            .field("length_of_chain", INTEGER)
            .field("chain", new ModuleType.Array(CERTIFICATE))
            .build();

    static final StructType COUNTERSIGNATURE = StructType.builder()
            .field("verified", INTEGER)
            .field("sign_time", INTEGER)
            .field("digest_alg", STRING)
            .field("digest", STRING)
            .field("length_of_chain", INTEGER)
            .field("chain", new ModuleType.Array(CERTIFICATE))
            .build();

    static final StructType SIGNATURE = certificate(StructType.builder())
            .field("verified", INTEGER)
            .field("digest_alg", STRING)
            .field("digest", STRING)
            .field("file_digest", STRING)
            .field("number_of_certificates", INTEGER)
            .field("certificates", new ModuleType.Array(CERTIFICATE))
            .field("signer_info", SIGNER_INFO)
            .field("number_of_countersignatures", INTEGER)
            .field("countersignatures", new ModuleType.Array(COUNTERSIGNATURE))
            .function("valid_on", INTEGER, List.of(INTEGER), PeFunctions::validOn)
            .build();

    static final StructType ROOT = root();

    private PeStructure() {}

    /** Makes a value of {@link #VERSION}. */
    static StructValue version(int major, int minor) {
        StructValue version = new StructValue(VERSION, null);
        version.set("major", major);
        version.set("minor", minor);
        return version;
    }

    private static StructType.Builder certificate(StructType.Builder table) {
        return table.field("thumbprint", STRING)
                .field("issuer", STRING)
                .field("subject", STRING)
                .field("version", INTEGER)
                .field("algorithm", STRING)
                .field("algorithm_oid", STRING)
                .field("serial", STRING)
                .field("not_before", INTEGER)
                .field("not_after", INTEGER);
    }

    private static StructType root() {
        StructType.Builder table = StructType.builder();
        PeConstants.declare(table);
        headerFields(table);
        table.field("data_directories", new ModuleType.Array(DATA_DIRECTORY))
                .field("sections", new ModuleType.Array(SECTION))
                .field("overlay", OVERLAY)
                .field("rich_signature", RICH_SIGNATURE);
        PeFunctions.declare(table);
        importAndExportFields(table);
        table.field("resource_timestamp", INTEGER)
                .field("resource_version", VERSION)
                .field("resources", new ModuleType.Array(RESOURCE))
                .field("number_of_resources", INTEGER)
                .field("pdb_path", STRING)
                .field("signatures", new ModuleType.Array(SIGNATURE))
                .field("is_signed", INTEGER)
                .field("number_of_signatures", INTEGER);
        return table.build();
    }

    private static void headerFields(StructType.Builder table) {
        table.field("is_pe", INTEGER)
                .field("machine", INTEGER)
                .field("number_of_sections", INTEGER)
                .field("timestamp", INTEGER)
                .field("pointer_to_symbol_table", INTEGER)
                .field("number_of_symbols", INTEGER)
                .field("size_of_optional_header", INTEGER)
                .field("characteristics", INTEGER)
                .field("entry_point", INTEGER)
                .field("entry_point_raw", INTEGER)
                .field("image_base", INTEGER)
                .field("number_of_rva_and_sizes", INTEGER)
                .field("number_of_version_infos", INTEGER)
                .field("version_info", new ModuleType.Dictionary(STRING))
                .field("version_info_list", new ModuleType.Array(VERSION_STRING))
                .field("opthdr_magic", INTEGER)
                .field("size_of_code", INTEGER)
                .field("size_of_initialized_data", INTEGER)
                .field("size_of_uninitialized_data", INTEGER)
                .field("base_of_code", INTEGER)
                .field("base_of_data", INTEGER)
                .field("section_alignment", INTEGER)
                .field("file_alignment", INTEGER)
                .field("linker_version", VERSION)
                .field("os_version", VERSION)
                .field("image_version", VERSION)
                .field("subsystem_version", VERSION)
                .field("win32_version_value", INTEGER)
                .field("size_of_image", INTEGER)
                .field("size_of_headers", INTEGER)
                .field("checksum", INTEGER)
                .field("subsystem", INTEGER)
                .field("dll_characteristics", INTEGER)
                .field("size_of_stack_reserve", INTEGER)
                .field("size_of_stack_commit", INTEGER)
                .field("size_of_heap_reserve", INTEGER)
                .field("size_of_heap_commit", INTEGER)
                .field("loader_flags", INTEGER);
    }

    private static void importAndExportFields(StructType.Builder table) {
        table.field("number_of_imports", INTEGER)
                .field("number_of_imported_functions", INTEGER)
                .field("number_of_delayed_imports", INTEGER)
                .field("number_of_delayed_imported_functions", INTEGER)
                .field("number_of_exports", INTEGER)
                .field("dll_name", STRING)
                .field("export_timestamp", INTEGER)
                .field("export_details", new ModuleType.Array(EXPORT))
                .field("import_details", new ModuleType.Array(IMPORTED_LIBRARY))
                .field("delayed_import_details", new ModuleType.Array(IMPORTED_LIBRARY));
    }
}
