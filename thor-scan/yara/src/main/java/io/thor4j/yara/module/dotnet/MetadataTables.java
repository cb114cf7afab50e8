package io.thor4j.yara.module.dotnet;

import io.thor4j.yara.spi.ModuleInput;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the stream {@code #~} or {@code #-} (ECMA-335 II.24.2.6), read through one schema of their columns (II.22). Used by one
 * thread.
 */
final class MetadataTables {
    static final int MODULE = 0x00;
    static final int TYPE_REF = 0x01;
    static final int TYPE_DEF = 0x02;
    static final int METHOD_DEF = 0x06;
    static final int PARAM = 0x08;
    static final int INTERFACE_IMPL = 0x09;
    static final int MEMBER_REF = 0x0a;
    static final int CONSTANT = 0x0b;
    static final int CUSTOM_ATTRIBUTE = 0x0c;
    static final int MODULE_REF = 0x1a;
    static final int TYPE_SPEC = 0x1b;
    static final int FIELD_RVA = 0x1d;
    static final int ASSEMBLY = 0x20;
    static final int ASSEMBLY_REF = 0x23;
    static final int MANIFEST_RESOURCE = 0x28;
    static final int NESTED_CLASS = 0x29;
    static final int GENERIC_PARAM = 0x2a;

    /** Rows of one table: with more, libyara 4.5.8 gives up on this and all later tables (dotnet.c, dotnet_parse_tilde_2). */
    static final int MAX_ROWS = 15_000;

    private static final int HEADER_SIZE = 24;
    private static final int FLAG_WIDE_STRINGS = 0x01;
    private static final int FLAG_WIDE_GUIDS = 0x02;
    private static final int FLAG_WIDE_BLOBS = 0x04;

    /** Four more bytes stand before the tables. Not in ECMA-335; written by some compilers and obfuscators. */
    private static final int FLAG_EXTRA_DATA = 0x40;

    /*
     * Columns by table number: 1, 2, 4 are plain numbers of so many bytes, s g b indexes into the heaps of strings, GUIDs and blobs, #xx an
     * index into the table of that number, @X a coded index (below). The tables 03, 05, 07, 13, 16, 1e and 1f are not in ECMA-335: they
     * stand in unoptimized metadata and are indirections to the table that follows, or the log of edit-and-continue.
     */
    private static final String[] SCHEMA = {
        "2 s g g g", // 00 Module
        "@ResolutionScope s s", // 01 TypeRef
        "4 s s @TypeDefOrRef #04 #06", // 02 TypeDef
        "#04", // 03 FieldPtr
        "2 s b", // 04 Field
        "#06", // 05 MethodPtr
        "4 2 2 s b #08", // 06 MethodDef
        "#08", // 07 ParamPtr
        "2 2 s", // 08 Param
        "#02 @TypeDefOrRef", // 09 InterfaceImpl
        "@MemberRefParent s b", // 0a MemberRef
        "1 1 @HasConstant b", // 0b Constant
        "@HasCustomAttribute @CustomAttributeType b", // 0c CustomAttribute
        "@HasFieldMarshal b", // 0d FieldMarshal
        "2 @HasDeclSecurity b", // 0e DeclSecurity
        "2 4 #02", // 0f ClassLayout
        "4 #04", // 10 FieldLayout
        "b", // 11 StandAloneSig
        "#02 #14", // 12 EventMap
        "#14", // 13 EventPtr
        "2 s @TypeDefOrRef", // 14 Event
        "#02 #17", // 15 PropertyMap
        "#17", // 16 PropertyPtr
        "2 s b", // 17 Property
        "2 #06 @HasSemantics", // 18 MethodSemantics
        "#02 @MethodDefOrRef @MethodDefOrRef", // 19 MethodImpl
        "s", // 1a ModuleRef
        "b", // 1b TypeSpec
        "2 @MemberForwarded s #1a", // 1c ImplMap
        "4 #04", // 1d FieldRVA
        "4 4", // 1e EncLog
        "4", // 1f EncMap
        "4 2 2 2 2 4 b s s", // 20 Assembly
        "4", // 21 AssemblyProcessor
        "4 4 4", // 22 AssemblyOS
        "2 2 2 2 4 b s s b", // 23 AssemblyRef
        "4 #23", // 24 AssemblyRefProcessor
        "4 4 4 #23", // 25 AssemblyRefOS
        "4 s b", // 26 File
        "4 4 s s @Implementation", // 27 ExportedType
        "4 4 s @Implementation", // 28 ManifestResource
        "#02 #02", // 29 NestedClass
        "2 2 @TypeOrMethodDef s", // 2a GenericParam
        "@MethodDefOrRef b", // 2b MethodSpec
        "#2a @TypeDefOrRef", // 2c GenericParamConstraint
    };

    /** Coded indexes: the bits of the tag, then the tables that may be meant (ECMA-335 II.24.2.6). */
    private static final Map<String, int[]> CODED = Map.ofEntries(
            Map.entry("TypeDefOrRef", new int[] {2, 0x02, 0x01, 0x1b}),
            Map.entry("HasConstant", new int[] {2, 0x04, 0x08, 0x17}),
            Map.entry("HasCustomAttribute", new int[] {
                5, 0x06, 0x04, 0x01, 0x02, 0x08, 0x09, 0x0a, 0x00, 0x0e, 0x17, 0x14, 0x11, 0x1a, 0x1b, 0x20, 0x23, 0x26,
                0x27, 0x28, 0x2a, 0x2c, 0x2b
            }),
            Map.entry("HasFieldMarshal", new int[] {1, 0x04, 0x08}),
            Map.entry("HasDeclSecurity", new int[] {2, 0x02, 0x06, 0x20}),
            Map.entry("MemberRefParent", new int[] {3, 0x02, 0x01, 0x1a, 0x06, 0x1b}),
            Map.entry("HasSemantics", new int[] {1, 0x14, 0x17}),
            Map.entry("MethodDefOrRef", new int[] {1, 0x06, 0x0a}),
            Map.entry("MemberForwarded", new int[] {1, 0x04, 0x06}),
            Map.entry("Implementation", new int[] {2, 0x26, 0x23, 0x27}),
            Map.entry("CustomAttributeType", new int[] {3, 0x06, 0x0a}),
            Map.entry("ResolutionScope", new int[] {2, 0x00, 0x1a, 0x23, 0x01}),
            Map.entry("TypeOrMethodDef", new int[] {1, 0x02, 0x06}));

    private final ModuleInput input;
    private final int heapFlags;
    private final long[] declaredRows = new long[64];
    private final @Nullable Table[] tables = new @Nullable Table[SCHEMA.length];
    private final boolean complete;

    /** Where a table lies. */
    private static final class Table {
        /** Its first row. */
        private final long offset;

        /** How many rows it declares. */
        private final int rows;

        /** Bytes of a row. */
        private final int rowSize;

        /** Begins of the columns in a row, then its size. */
        private final int[] columns;

        Table(long offset, int rows, int[] columns) {
            this.offset = offset;
            this.rows = rows;
            this.rowSize = columns[columns.length - 1];
            this.columns = columns;
        }
    }

    private MetadataTables(ModuleInput input, long header) {
        this.input = input;
        this.heapFlags = input.u8(header + 6);
        long valid = input.i64le(header + 8);
        long counts = header + HEADER_SIZE;
        int number = 0;
        for (int table = 0; table < 64; table++) {
            if ((valid >>> table & 1) != 0) {
                declaredRows[table] = Math.max(0, input.u32le(counts + 4L * number));
                number++;
            }
        }
        long offset = counts + 4L * number + ((heapFlags & FLAG_EXTRA_DATA) == 0 ? 0 : 4);
        this.complete = locate(valid, counts, offset);
    }

    /**
     * Reads the stream's header and finds all tables.
     *
     * @param input the file
     * @param offset begin of the stream
     * @return null when the header is not inside the file
     */
    static @Nullable MetadataTables read(ModuleInput input, long offset) {
        return input.contains(offset, HEADER_SIZE) ? new MetadataTables(input, offset) : null;
    }

    private boolean locate(long valid, long counts, long firstTable) {
        long offset = firstTable;
        int number = 0;
        for (int table = 0; table < 64; table++) {
            if ((valid >>> table & 1) == 0) {
                continue;
            }
            long rows = input.u32le(counts + 4L * number);
            if (rows < 0 || rows > MAX_ROWS || table >= SCHEMA.length) {
                return false;
            }
            int[] columns = columns(SCHEMA[table]);
            Table found = new Table(offset, (int) rows, columns);
            tables[table] = found;
            offset += rows * found.rowSize;
            number++;
        }
        return true;
    }

    private int[] columns(String schema) {
        String[] tokens = schema.split(" ", -1);
        int[] result = new int[tokens.length + 1];
        for (int i = 0; i < tokens.length; i++) {
            result[i + 1] = result[i] + width(tokens[i]);
        }
        return result;
    }

    private int width(String token) {
        return switch (token.charAt(0)) {
            case 's' -> (heapFlags & FLAG_WIDE_STRINGS) == 0 ? 2 : 4;
            case 'g' -> (heapFlags & FLAG_WIDE_GUIDS) == 0 ? 2 : 4;
            case 'b' -> (heapFlags & FLAG_WIDE_BLOBS) == 0 ? 2 : 4;
            case '#' -> declaredRows[Integer.parseInt(token.substring(1), 16)] > 0xffff ? 4 : 2;
            case '@' -> codedWidth(CODED.getOrDefault(token.substring(1), new int[1]));
            default -> token.charAt(0) - '0';
        };
    }

    private int codedWidth(int[] coded) {
        long most = 0;
        for (int i = 1; i < coded.length; i++) {
            most = Math.max(most, declaredRows[coded[i]]);
        }
        return most > 0xffff >> coded[0] ? 4 : 2;
    }

    /** Tells whether all tables were found; otherwise only those before the first unusable one are there. */
    boolean complete() {
        return complete;
    }

    /**
     * Tells whether a table is there.
     *
     * @param table its number
     */
    boolean has(int table) {
        return tables[table] != null;
    }

    /**
     * Returns how many rows a table declares, 0 without the table.
     *
     * @param table its number
     */
    int rows(int table) {
        Table found = tables[table];
        return found == null ? 0 : found.rows;
    }

    /**
     * Tells whether a row exists and lies wholly inside the file.
     *
     * @param table number of the table
     * @param row number of the row, from 1
     */
    boolean readable(int table, long row) {
        Table found = tables[table];
        return found != null
                && row >= 1
                && row <= found.rows
                && input.contains(found.offset + (row - 1) * found.rowSize, found.rowSize);
    }

    /**
     * Reads a cell.
     *
     * @param table number of the table
     * @param row number of the row, from 1; not compared with the number of rows
     * @param column number of the column, from 0
     * @return -1 without the table or outside the file
     */
    long cell(int table, long row, int column) {
        Table found = tables[table];
        if (found == null) {
            return -1;
        }
        long offset = found.offset + (row - 1) * found.rowSize + found.columns[column];
        return switch (found.columns[column + 1] - found.columns[column]) {
            case 1 -> input.u8(offset);
            case 2 -> input.u16le(offset);
            default -> input.u32le(offset);
        };
    }

    /**
     * Tells whether so many bytes from a row's begin lie in the file, wherever the table ends.
     *
     * @param table number of the table
     * @param row number of the row, from 1
     * @param size bytes; 0 for the size of a row
     */
    boolean inside(int table, long row, int size) {
        Table found = tables[table];
        return found != null
                && input.contains(found.offset + (row - 1) * found.rowSize, size == 0 ? found.rowSize : size);
    }
}
