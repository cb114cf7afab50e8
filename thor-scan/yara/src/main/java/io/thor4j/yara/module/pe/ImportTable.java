package io.thor4j.yara.module.pe;

import io.thor4j.yara.spi.RegexArgument;
import io.thor4j.yara.spi.StructValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file imports, in file order.
 *
 * @param libraries the libraries with their functions
 */
record ImportTable(List<Library> libraries) {
    static final ImportTable EMPTY = new ImportTable(List.of());

    /**
     * An imported library.
     *
     * @param name as in the file
     * @param functions its functions; a standard import has at least one
     */
    @SuppressWarnings("ArrayRecordComponent") // carries bytes, never compared
    record Library(byte[] name, List<Function> functions) {}

    /**
     * An imported function.
     *
     * @param name as in the file, or made from the ordinal
     * @param ordinal 0..65535, -1 when it is imported by name
     * @param address relative virtual address of its entry in the address table, 0 for unknown
     */
    @SuppressWarnings("ArrayRecordComponent") // carries bytes, never compared
    record Function(byte[] name, int ordinal, long address) {}

    long functionCount() {
        long count = 0;
        for (Library library : libraries) {
            count += library.functions().size();
        }
        return count;
    }

    /** Returns how many functions come from libraries of a name. */
    long count(byte[] library) {
        long count = 0;
        for (Library candidate : libraries) {
            if (CText.equalsIgnoreCase(candidate.name(), library)) {
                count += candidate.functions().size();
            }
        }
        return count;
    }

    /** Returns how many functions match; a match of the empty string is none (libyara: the result must be above 0). */
    long count(RegexArgument library, RegexArgument function) {
        long count = 0;
        for (Library candidate : libraries) {
            if (library.length(candidate.name()) > 0) {
                for (Function imported : candidate.functions()) {
                    if (function.length(imported.name()) > 0) {
                        count++;
                    }
                }
            }
        }
        return count;
    }

    @Nullable
    Function find(byte[] library, byte[] function) {
        for (Library candidate : libraries) {
            if (CText.equalsIgnoreCase(candidate.name(), library)) {
                for (Function imported : candidate.functions()) {
                    if (CText.equalsIgnoreCase(imported.name(), function)) {
                        return imported;
                    }
                }
            }
        }
        return null;
    }

    @Nullable
    Function find(byte[] library, long ordinal) {
        for (Library candidate : libraries) {
            if (CText.equalsIgnoreCase(candidate.name(), library)) {
                for (Function imported : candidate.functions()) {
                    if (imported.ordinal() >= 0 && imported.ordinal() == ordinal) {
                        return imported;
                    }
                }
            }
        }
        return null;
    }

    /** Builds {@code import_details} or {@code delayed_import_details}. */
    List<StructValue> values() {
        List<StructValue> result = new ArrayList<>();
        for (Library library : libraries) {
            StructValue value = new StructValue(PeStructure.IMPORTED_LIBRARY, null);
            value.set("library_name", library.name());
            value.set("number_of_functions", library.functions().size());
            value.setLazy("functions", () -> values(library.functions()));
            result.add(value);
        }
        return result;
    }

    private static List<StructValue> values(List<Function> functions) {
        List<StructValue> result = new ArrayList<>();
        for (Function function : functions) {
            StructValue value = new StructValue(PeStructure.IMPORTED_FUNCTION, null);
            value.set("name", function.name());
            if (function.ordinal() >= 0) {
                value.set("ordinal", function.ordinal());
            }
            if (function.address() != 0) {
                value.set("rva", function.address());
            }
            result.add(value);
        }
        return result;
    }
}
