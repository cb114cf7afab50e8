package io.thor4j.yara.oracle;

import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the yara command answers otherwise about a real file than this engine does, each with its reason; nothing else may differ. This
 * engine follows 4.5, so that what is said of 4.2 holds for 4.2.3 only.
 */
enum CorpusDifference {
    /** Section 13, dex: 4.2 cut the last byte, a NUL, of its constants. */
    DEX_CONSTANTS("dex\\.DEX_FILE_MAGIC_[0-9]+", (theirs, ours) -> ours.equals(cut(theirs) + "\\x00\"")),
    /** Constants that libyara documents and lacks, in 4.5 too. */
    DOCUMENTED_CONSTANTS(true, "elf\\.PT_(LOPROC|HIPROC)|macho\\.LC_[A-Z0-9_]+", CorpusDifference::added),
    /** Section 13, macho: 4.5 gives the magic as it stands in the file, 4.2 swapped. */
    MACHO_MAGIC("macho\\.(file\\[[0-9]+\\]\\.)?magic", (theirs, ours) -> true),
    /** Fields of pe that came with 4.3 to 4.5. */
    NEW_PE_FIELDS(
            "pe\\.(is_signed|rich_signature\\.version_data|export_details\\[[0-9]+\\]\\.rva"
                    + "|(delayed_)?import_details\\[[0-9]+\\]\\.functions\\[[0-9]+\\]\\.rva)",
            CorpusDifference::added),
    /**
     * Section 13, pe: from 4.3 on a signature comes with its digests, certificates and counter-signatures. 4.2 knows its first certificate
     * only, and reads all entries of the certificate table, of which 4.5 reads the first.
     */
    AUTHENTICODE(
            "pe\\.(number_of_signatures|signatures\\[0\\]\\.(certificates|countersignatures|signer_info)[.\\[].*"
                    + "|signatures\\[0\\]\\.(number_of_(counter)?(certificates|signatures)|number_of_countersignatures|digest|digest_alg"
                    + "|file_digest|verified)"
                    + "|signatures\\[[1-9][0-9]*\\]\\..*)",
            (theirs, ours) -> true),
    /** 4.2 knows fewer kinds of debug records, and takes an empty path for none. */
    PDB_PATH("pe\\.pdb_path", CorpusDifference::added),
    /** 4.2 counts the functions over all libraries. */
    FUNCTIONS_OF_ALL_LIBRARIES(
            "pe\\.(delayed_)?import_details\\[[0-9]+\\]\\.number_of_functions", (theirs, ours) -> true),
    /** 4.2 sets its own "not found" as an offset. */
    NOT_FOUND_AS_OFFSET(
            "pe\\.export_details\\[[0-9]+\\]\\.offset",
            (theirs, ours) -> theirs.equals("-1") && ours.equals("YR_UNDEFINED")),
    /** Section 13, dotnet: classes are newer than 4.2. */
    DOTNET_CLASSES("dotnet\\.(classes\\[.*|number_of_classes)", CorpusDifference::added),
    /** 4.2 cut the last byte of blobs. */
    DOTNET_BLOBS(
            "dotnet\\.(constants\\[[0-9]+\\]|assembly_refs\\[[0-9]+\\]\\.public_key_or_token)",
            (theirs, ours) -> ours.startsWith(cut(theirs))),
    /** 4.2 passes over resources that lie in other files; 4.5 has their names. */
    DOTNET_LINKED_RESOURCES(
            "dotnet\\.(number_of_resources|resources\\[[0-9]+\\]\\.(name|offset|length))",
            (theirs, ours) -> theirs.equals("0") || theirs.equals("YR_UNDEFINED")),
    /** 4.2 finds nothing in the tables of some assemblies that 4.5 reads. */
    DOTNET_TABLES_GIVEN_UP(
            "dotnet\\.(assembly|assembly_refs|number_of_assembly_refs|modulerefs|number_of_modulerefs|field_offsets|number_of_field_offsets"
                    + "|constants|number_of_constants|typelib|number_of_resources)\\b.*",
            CorpusDifference::added);

    private final boolean inAllVersions;
    private final Pattern field;
    private final BiPredicate<String, String> values;

    CorpusDifference(String field, BiPredicate<String, String> values) {
        this(false, field, values);
    }

    CorpusDifference(boolean inAllVersions, String field, BiPredicate<String, String> values) {
        this.inAllVersions = inAllVersions;
        this.field = Pattern.compile(field);
        this.values = values;
    }

    private static boolean added(String theirs, String ours) {
        return theirs.equals("YR_UNDEFINED");
    }

    /** Returns a printed text without its last quotation mark. */
    private static String cut(String text) {
        return text.endsWith("\"") ? text.substring(0, text.length() - 1) : text;
    }

    /** Tells whether the differences of a version are known. */
    static boolean isKnown(String version) {
        return version.equals("4.2.3") || version.startsWith("4.5.");
    }

    /**
     * Returns the difference that accounts for two values of a field, null when none does.
     *
     * @param version the command's
     * @param path the field
     * @param theirs what the command prints
     * @param ours what this engine prints
     */
    static @Nullable CorpusDifference of(String version, String path, String theirs, String ours) {
        for (CorpusDifference difference : values()) {
            if ((difference.inAllVersions || version.startsWith("4.2."))
                    && difference.field.matcher(path).matches()
                    && difference.values.test(theirs, ours)) {
                return difference;
            }
        }
        return null;
    }
}
