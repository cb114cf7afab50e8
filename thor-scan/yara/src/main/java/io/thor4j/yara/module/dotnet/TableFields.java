package io.thor4j.yara.module.dotnet;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.StructValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields that come straight from one metadata table each. A list is null when its table is missing. What is passed over follows libyara
 * 4.5.8 (dotnet.c, dotnet_parse_tilde_2). Used by one thread.
 */
final class TableFields {
    private static final int ELEMENT_TYPE_STRING = 0x0e;

    /** Tag of Assembly in a HasCustomAttribute coded index. */
    private static final int PARENT_ASSEMBLY = 0x0e;

    /** Tag of MemberRef in a CustomAttributeType coded index. */
    private static final int TYPE_MEMBER_REF = 3;

    /** Tag of TypeRef in a MemberRefParent coded index. */
    private static final int CLASS_TYPE_REF = 1;

    private final ModuleInput input;
    private final CliImage image;
    private final MetadataTables tables;
    private final Heaps heaps;

    TableFields(ModuleInput input, CliImage image, MetadataTables tables, Heaps heaps) {
        this.input = input;
        this.image = image;
        this.tables = tables;
        this.heaps = heaps;
    }

    /** Returns the name of the module (ECMA-335 II.22.30), null without. */
    byte @Nullable [] moduleName() {
        return tables.inside(MetadataTables.MODULE, 1, 18) ? text(MetadataTables.MODULE, 1, 1) : null;
    }

    /** Returns the text constants (ECMA-335 II.22.9), raw UTF-16. */
    @Nullable
    List<byte[]> constants() {
        if (!tables.has(MetadataTables.CONSTANT)) {
            return null;
        }
        List<byte[]> result = new ArrayList<>();
        for (int row = 1; tables.readable(MetadataTables.CONSTANT, row); row++) {
            boolean isText = tables.cell(MetadataTables.CONSTANT, row, 0) == ELEMENT_TYPE_STRING
                    && tables.cell(MetadataTables.CONSTANT, row, 1) == 0;
            Heaps.Blob blob = isText ? heaps.blob(tables.cell(MetadataTables.CONSTANT, row, 3)) : null;
            if (blob != null && input.contains(blob.offset(), blob.length() + 1L)) {
                result.add(bytes(blob));
            }
        }
        return result;
    }

    private byte[] bytes(Heaps.Blob blob) {
        byte[] bytes = input.bytes(blob.offset(), blob.length());
        return bytes == null ? new byte[0] : bytes;
    }

    /**
     * Returns the GUID of the assembly's type library, null without: the argument of the attribute {@code GuidAttribute} of the assembly
     * (ECMA-335 II.22.10, II.23.3). The last one wins.
     */
    byte @Nullable [] typelib() {
        byte[] result = null;
        if (!tables.has(MetadataTables.TYPE_REF) || !tables.has(MetadataTables.MEMBER_REF)) {
            return result;
        }
        for (int row = 1; tables.readable(MetadataTables.CUSTOM_ATTRIBUTE, row); row++) {
            long type = tables.cell(MetadataTables.CUSTOM_ATTRIBUTE, row, 1);
            if ((tables.cell(MetadataTables.CUSTOM_ATTRIBUTE, row, 0) & 0x1f) == PARENT_ASSEMBLY
                    && (type & 7) == TYPE_MEMBER_REF
                    && isGuidAttribute(Math.max(type >> 3, 1))) {
                byte[] argument = argument(tables.cell(MetadataTables.CUSTOM_ATTRIBUTE, row, 2));
                result = argument == null ? result : argument;
            }
        }
        return result;
    }

    private boolean isGuidAttribute(long memberRef) {
        if (!tables.inside(MetadataTables.MEMBER_REF, memberRef, 0)) {
            return false;
        }
        long parent = tables.cell(MetadataTables.MEMBER_REF, memberRef, 0);
        long typeRef = Math.max(parent >> 3, 1);
        if ((parent & 7) != CLASS_TYPE_REF || !tables.inside(MetadataTables.TYPE_REF, typeRef, 0)) {
            return false;
        }
        String name = heaps.string(tables.cell(MetadataTables.TYPE_REF, typeRef, 1));
        return name == null || name.startsWith("GuidAttribute");
    }

    /** The first argument of an attribute: prolog 0x0001, length in one byte, text (ECMA-335 II.23.3). */
    private byte @Nullable [] argument(long index) {
        Heaps.Blob blob = index == 0 ? null : heaps.blob(index);
        if (blob == null
                || blob.length() < 3
                || !input.contains(blob.offset(), blob.length() + 1L)
                || input.u16le(blob.offset()) != 1) {
            return null;
        }
        int length = input.u8(blob.offset() + 2);
        byte[] text = input.bytes(blob.offset() + 3, length);
        if (text == null) {
            return null;
        }
        int first = input.u8(blob.offset() + 3);
        int end = input.indexOf(0, blob.offset() + 3, length);
        if (first == 0xff || first == 0) {
            return new byte[0];
        }
        return end < 0 ? text : input.bytes(blob.offset() + 3, end - (blob.offset() + 3));
    }

    /** Returns the names of modules referred to (ECMA-335 II.22.31). */
    @Nullable
    List<byte[]> moduleRefs() {
        if (!tables.has(MetadataTables.MODULE_REF)) {
            return null;
        }
        List<byte[]> result = new ArrayList<>();
        for (int row = 1; row <= tables.rows(MetadataTables.MODULE_REF); row++) {
            if (!tables.inside(MetadataTables.MODULE_REF, row, 4)) {
                break;
            }
            byte[] name = text(MetadataTables.MODULE_REF, row, 0);
            if (name != null) {
                result.add(name);
            }
        }
        return result;
    }

    /** Returns where the initial values of fields lie in the file (ECMA-335 II.22.18). */
    @Nullable
    List<Long> fieldOffsets() {
        if (!tables.has(MetadataTables.FIELD_RVA)) {
            return null;
        }
        List<Long> result = new ArrayList<>();
        for (int row = 1; row <= tables.rows(MetadataTables.FIELD_RVA); row++) {
            if (!tables.inside(MetadataTables.FIELD_RVA, row, 8)) {
                break;
            }
            long offset = image.pe().offsetOf(tables.cell(MetadataTables.FIELD_RVA, row, 0));
            if (offset >= 0) {
                result.add(offset);
            }
        }
        return result;
    }

    /** Returns the assembly (ECMA-335 II.22.2), without values when there is none. */
    StructValue assembly() {
        StructValue result = new StructValue(DotnetModule.ASSEMBLY, null);
        if (tables.inside(MetadataTables.ASSEMBLY, 1, 0)) {
            result.set("version", version(MetadataTables.ASSEMBLY, 1, 1));
            result.set("name", text(MetadataTables.ASSEMBLY, 1, 7));
            byte[] culture = text(MetadataTables.ASSEMBLY, 1, 8);
            result.set("culture", culture == null || culture.length == 0 ? null : culture);
        }
        return result;
    }

    /** Returns the assemblies referred to (ECMA-335 II.22.5). */
    @Nullable
    List<StructValue> assemblyRefs() {
        if (!tables.has(MetadataTables.ASSEMBLY_REF)) {
            return null;
        }
        List<StructValue> result = new ArrayList<>();
        for (int row = 1; tables.readable(MetadataTables.ASSEMBLY_REF, row); row++) {
            StructValue value = new StructValue(DotnetModule.ASSEMBLY_REF, null);
            value.set("version", version(MetadataTables.ASSEMBLY_REF, row, 0));
            Heaps.Blob key = heaps.blob(tables.cell(MetadataTables.ASSEMBLY_REF, row, 5));
            if (key != null) {
                value.set("public_key_or_token", key.length() == 0 ? null : bytes(key));
                value.set("name", text(MetadataTables.ASSEMBLY_REF, row, 6));
            }
            result.add(value);
        }
        return result;
    }

    /** Four numbers of two bytes each, from a column on. */
    private StructValue version(int table, long row, int column) {
        StructValue result = new StructValue(DotnetModule.VERSION, null);
        result.set("major", tables.cell(table, row, column));
        result.set("minor", tables.cell(table, row, column + 1));
        result.set("build_number", tables.cell(table, row, column + 2));
        result.set("revision_number", tables.cell(table, row, column + 3));
        return result;
    }

    /** Returns the resources (ECMA-335 II.22.24); those in other files have a name only. */
    @Nullable
    List<StructValue> resources() {
        if (!tables.has(MetadataTables.MANIFEST_RESOURCE)) {
            return null;
        }
        long base = image.resources();
        List<StructValue> result = new ArrayList<>();
        for (int row = 1; tables.readable(MetadataTables.MANIFEST_RESOURCE, row); row++) {
            StructValue value = new StructValue(DotnetModule.RESOURCE, null);
            value.set("name", text(MetadataTables.MANIFEST_RESOURCE, row, 2));
            long offset = base + tables.cell(MetadataTables.MANIFEST_RESOURCE, row, 0);
            if (tables.cell(MetadataTables.MANIFEST_RESOURCE, row, 3) == 0 && input.contains(offset, 4)) {
                value.set("offset", offset + 4);
                value.set("length", input.u32le(offset));
            }
            result.add(value);
        }
        return result;
    }

    private byte @Nullable [] text(int table, long row, int column) {
        return heaps.stringBytes(tables.cell(table, row, column));
    }

    /**
     * Writes a GUID the usual way, in lower case: the first three groups have their lowest byte first.
     *
     * @param input the file
     * @param offset where it begins; 16 bytes are inside the file
     */
    static byte[] guid(ModuleInput input, long offset) {
        long tail = input.i64be(offset + 8);
        String text = String.format(
                "%08x-%04x-%04x-%04x-%012x",
                input.u32le(offset),
                input.u16le(offset + 4),
                input.u16le(offset + 6),
                tail >>> 48,
                tail & 0xffffffffffffL);
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
