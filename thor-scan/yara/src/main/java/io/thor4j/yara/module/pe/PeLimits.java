package io.thor4j.yara.module.pe;

/**
 * The bounds of the module. Those of libyara (named) are part of its results; the others only keep hostile files from costing time or
 * memory, and what lies beyond them is left out.
 */
final class PeLimits {
    /** Section headers that are read (libyara: MAX_PE_SECTIONS). */
    static final int SECTIONS = 96;

    /** Data directories that are listed (PE format: 16). */
    static final int DATA_DIRECTORIES = 16;

    /** Libraries, and functions over all libraries, of each kind of import (libyara: MAX_PE_IMPORTS, there without a bound for delayed). */
    static final int IMPORTS = 16_384;

    /** Import table entries looked at over all libraries, valid or not: 16 full tables. Own bound, against overlapping tables. */
    static final int IMPORT_ENTRIES = 16 * IMPORTS;

    /** Bytes of a library's name from which on it is invalid (libyara: MAX_IMPORT_DLL_NAME_LENGTH). */
    static final int LIBRARY_NAME = 256;

    /** The same for delayed imports, where libyara has no bound. */
    static final int DELAYED_LIBRARY_NAME = 1_024;

    /** Bytes of an imported function's name that are read (libyara). */
    static final int FUNCTION_NAME = 512;

    /** Exports (libyara: MAX_PE_EXPORTS). */
    static final int EXPORTS = 16_384;

    /** Bytes of an export's name and of its forward name (libyara: MAX_EXPORT_NAME_LENGTH). */
    static final int EXPORT_NAME = 512;

    /** Bytes of the library's own name that are kept. Own bound; real names have less than 260. */
    static final int DLL_NAME = 4_096;

    /** Bytes of a section's long name from which on it has none. Own bound; real names have less than 100. */
    static final int SECTION_NAME = 4_096;

    /** Bytes of a rich header from which on there is none. Own bound; real ones have less than 1,000. */
    static final int RICH_HEADER = 1 << 20;

    /** Resources (libyara: MAX_RESOURCES). */
    static final int RESOURCES = 65_536;

    /** Resource directory entries looked at. Own bound, against directories that hold themselves: 16 times the resources. */
    static final int RESOURCE_ENTRIES = 16 * RESOURCES;

    /** Named entries, and numbered entries, from which on a resource directory is invalid (libyara). */
    static final int DIRECTORY_ENTRIES = 32_768;

    /** Characters of a resource's name from which on it is invalid (libyara). */
    static final int RESOURCE_NAME = 1_000;

    /** Bytes of the names of all resources, each counted once. Own bound, against names that overlap; real files have some KB. */
    static final long RESOURCE_TEXT = 16L << 20;

    /** Bytes of a resource from which on it is taken for corrupt (libyara). */
    static final long RESOURCE_SIZE = 0x3fff_ffffL;

    /** Version strings. Own bound, the same as that of the resources. */
    static final int VERSION_STRINGS = 65_536;

    /** Characters looked at while reading version strings. Own bound, against overlapping strings: 256 full resources of 64 KB. */
    static final int VERSION_CHARACTERS = 1 << 23;

    /** Characters of a version string's key and value that are kept (libyara: buffers of 64 and 256 bytes with the final NUL). */
    static final int VERSION_KEY = 63;

    /** See {@link #VERSION_KEY}. */
    static final int VERSION_VALUE = 255;

    /** Bytes of the PDB path from which on it is invalid (libyara: YR_MAX_PATH). */
    static final int PDB_PATH = 1_024;

    /** Values of one attribute that are read: nested signatures, countersignatures (authenticode-parser: MAX_NESTED_COUNT). */
    static final int ATTRIBUTE_VALUES = 16;

    /** Bytes of a certificate table entry from which on it is not read. Own bound; real ones have less than 100 KB. */
    static final int SIGNATURE_SIZE = 1 << 24;

    /** Signatures of a file. Own bound: the outer one, its nested ones, theirs. */
    static final int SIGNATURES = 64;

    /** Nesting of signatures. Own bound; real files have one level. */
    static final int SIGNATURE_DEPTH = 8;

    /** Certificates of one SignedData. Own bound; real files have less than 20. */
    static final int CERTIFICATES = 256;

    /** Bytes digested between two looks at the clock. */
    static final int DIGEST_CHUNK = 1 << 20;

    /** Steps between two looks at the clock. */
    static final int CLOCK_STEPS = 1_024;

    private PeLimits() {}
}
