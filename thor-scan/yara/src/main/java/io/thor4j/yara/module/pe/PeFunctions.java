package io.thor4j.yara.module.pe;

import static io.thor4j.yara.spi.ModuleType.Scalar.INTEGER;
import static io.thor4j.yara.spi.ModuleType.Scalar.REGEX;
import static io.thor4j.yara.spi.ModuleType.Scalar.STRING;

import io.thor4j.yara.spi.ModuleFunction;
import io.thor4j.yara.spi.ModuleType.Scalar;
import io.thor4j.yara.spi.RegexArgument;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The module's functions. On a file that is not PE all are undefined. Truth values are 1 and 0. */
final class PeFunctions {
    /**
     * State of the module's values.
     *
     * @param file null when the scanned file is not PE
     */
    record State(@Nullable PeFile file) {}

    /**
     * State of {@code rich_signature}.
     *
     * @param header null when there is none
     */
    record Rich(@Nullable PeRichHeader header) {}

    /** A function of a PE file. */
    @FunctionalInterface
    private interface Body {
        @Nullable
        Object call(PeFile file, Object[] arguments);
    }

    private static final int STANDARD = 1;
    private static final int DELAYED = 2;
    private static final long FILE_DLL = 0x2000;

    private PeFunctions() {}

    static void declare(StructType.Builder table) {
        table.function("calculate_checksum", INTEGER, List.of(), of((pe, a) -> PeChecksum.of(pe.image())));
        table.function("imphash", STRING, List.of(), of((pe, a) -> pe.importHash()));
        integer(table, "section_index", (pe, a) -> pe.sections().indexOf(text(a, 0)), STRING);
        integer(table, "section_index", (pe, a) -> pe.sections().indexOf(number(a, 0)), INTEGER);
        declareExports(table);
        declareImports(table);
        declareImportAddresses(table);
        integer(table, "locale", (pe, a) -> truth(pe.resources().hasLanguage(number(a, 0), 0xffff)), INTEGER);
        integer(table, "language", (pe, a) -> truth(pe.resources().hasLanguage(number(a, 0), 0xff)), INTEGER);
        // The bit itself, not 1: that is libyara's result.
        integer(table, "is_dll", (pe, a) -> pe.image().input().u16le(pe.image().header() + 22) & FILE_DLL);
        integer(table, "is_32bit", (pe, a) -> truth(!pe.image().wide()));
        integer(table, "is_64bit", (pe, a) -> truth(pe.image().wide()));
        integer(table, "rva_to_offset", (pe, a) -> nonNegative(pe.image().offset(number(a, 0))), INTEGER);
    }

    private static void declareExports(StructType.Builder table) {
        integer(table, "exports", (pe, a) -> truth(pe.exports().indexOf(text(a, 0)) >= 0), STRING);
        integer(table, "exports", (pe, a) -> truth(exportIndex(pe, regex(a, 0)) >= 0), REGEX);
        integer(table, "exports", (pe, a) -> truth(pe.exports().indexOf(number(a, 0)) >= 0), INTEGER);
        integer(table, "exports_index", (pe, a) -> nonNegative(pe.exports().indexOf(text(a, 0))), STRING);
        integer(table, "exports_index", (pe, a) -> nonNegative(pe.exports().indexOf(number(a, 0))), INTEGER);
        integer(table, "exports_index", (pe, a) -> nonNegative(exportIndex(pe, regex(a, 0))), REGEX);
    }

    private static void declareImports(StructType.Builder table) {
        integer(table, "imports", (pe, a) -> find(pe, STANDARD, cText(a, 0), cText(a, 1)), STRING, STRING);
        integer(table, "imports", (pe, a) -> find(pe, STANDARD, cText(a, 0), number(a, 1)), STRING, INTEGER);
        integer(table, "imports", (pe, a) -> count(pe, STANDARD, cText(a, 0)), STRING);
        integer(table, "imports", (pe, a) -> count(pe, STANDARD, regex(a, 0), regex(a, 1)), REGEX, REGEX);
        integer(table, "imports", (pe, a) -> find(pe, number(a, 0), cText(a, 1), cText(a, 2)), INTEGER, STRING, STRING);
        integer(
                table,
                "imports",
                (pe, a) -> find(pe, number(a, 0), cText(a, 1), number(a, 2)),
                INTEGER,
                STRING,
                INTEGER);
        integer(table, "imports", (pe, a) -> count(pe, number(a, 0), cText(a, 1)), INTEGER, STRING);
        integer(table, "imports", (pe, a) -> count(pe, number(a, 0), regex(a, 1), regex(a, 2)), INTEGER, REGEX, REGEX);
    }

    private static void declareImportAddresses(StructType.Builder table) {
        integer(table, "import_rva", (pe, a) -> address(pe.imports().find(text(a, 0), text(a, 1))), STRING, STRING);
        integer(table, "import_rva", (pe, a) -> address(pe.imports().find(text(a, 0), number(a, 1))), STRING, INTEGER);
        integer(
                table,
                "delayed_import_rva",
                (pe, a) -> address(pe.delayedImports().find(text(a, 0), text(a, 1))),
                STRING,
                STRING);
        integer(
                table,
                "delayed_import_rva",
                (pe, a) -> address(pe.delayedImports().find(text(a, 0), number(a, 1))),
                STRING,
                INTEGER);
    }

    /** Declares the functions of {@code rich_signature}: undefined without such a header. */
    static StructType.Builder declareRich(StructType.Builder table) {
        return table.function("version", INTEGER, List.of(INTEGER), (self, a) -> times(self, number(a, 0), null))
                .function(
                        "version",
                        INTEGER,
                        List.of(INTEGER, INTEGER),
                        (self, a) -> times(self, number(a, 0), number(a, 1)))
                .function("toolid", INTEGER, List.of(INTEGER), (self, a) -> times(self, null, number(a, 0)))
                .function(
                        "toolid",
                        INTEGER,
                        List.of(INTEGER, INTEGER),
                        (self, a) -> times(self, number(a, 1), number(a, 0)));
    }

    /** {@code valid_on}: tells whether a time (seconds since 1970) lies within the signer certificate's validity, both ends included. */
    static @Nullable Object validOn(StructValue self, Object[] arguments) {
        Object notBefore = self.get("not_before");
        Object notAfter = self.get("not_after");
        if (notBefore == null || notAfter == null) {
            return null;
        }
        long time = number(arguments, 0);
        return truth(time >= (Long) notBefore && time <= (Long) notAfter);
    }

    private static void integer(StructType.Builder table, String name, Body body, Scalar... parameters) {
        table.function(name, INTEGER, List.of(parameters), of(body));
    }

    private static ModuleFunction of(Body body) {
        return (self, arguments) -> {
            PeFile file = self.state(State.class).file();
            return file == null ? null : body.call(file, arguments);
        };
    }

    private static @Nullable Object times(StructValue self, @Nullable Long version, @Nullable Long tool) {
        PeRichHeader header = self.state(Rich.class).header();
        return header == null ? null : header.times(version, tool);
    }

    private static int exportIndex(PeFile pe, RegexArgument name) {
        List<PeExports.Export> exports = pe.exports().exports();
        for (int i = 0; i < exports.size(); i++) {
            byte[] candidate = exports.get(i).name();
            if (candidate != null && name.matches(candidate)) {
                return i;
            }
        }
        return -1;
    }

    private static long find(PeFile pe, long kinds, byte[] library, byte[] function) {
        return truth(((kinds & STANDARD) != 0 && pe.imports().find(library, function) != null)
                || ((kinds & DELAYED) != 0 && pe.delayedImports().find(library, function) != null));
    }

    private static long find(PeFile pe, long kinds, byte[] library, long ordinal) {
        return truth(((kinds & STANDARD) != 0 && pe.imports().find(library, ordinal) != null)
                || ((kinds & DELAYED) != 0 && pe.delayedImports().find(library, ordinal) != null));
    }

    private static long count(PeFile pe, long kinds, byte[] library) {
        return ((kinds & STANDARD) != 0 ? pe.imports().count(library) : 0)
                + ((kinds & DELAYED) != 0 ? pe.delayedImports().count(library) : 0);
    }

    private static long count(PeFile pe, long kinds, RegexArgument library, RegexArgument function) {
        return ((kinds & STANDARD) != 0 ? pe.imports().count(library, function) : 0)
                + ((kinds & DELAYED) != 0 ? pe.delayedImports().count(library, function) : 0);
    }

    private static @Nullable Long address(ImportTable.@Nullable Function function) {
        return function == null || function.address() == 0 ? null : function.address();
    }

    private static @Nullable Long nonNegative(long value) {
        return value < 0 ? null : value;
    }

    private static long truth(boolean value) {
        return value ? 1 : 0;
    }

    private static long number(Object[] arguments, int index) {
        return (Long) arguments[index];
    }

    private static byte[] text(Object[] arguments, int index) {
        return (byte[]) arguments[index];
    }

    /** libyara's function takes a C string here, so the text ends at a NUL. */
    private static byte[] cText(Object[] arguments, int index) {
        return CText.cut((byte[]) arguments[index]);
    }

    private static RegexArgument regex(Object[] arguments, int index) {
        return (RegexArgument) arguments[index];
    }
}
