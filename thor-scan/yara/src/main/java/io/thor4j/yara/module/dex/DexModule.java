package io.thor4j.yara.module.dex;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.ModuleType;
import io.thor4j.yara.spi.ModuleType.Array;
import io.thor4j.yara.spi.ModuleType.Scalar;
import io.thor4j.yara.spi.RegexArgument;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import io.thor4j.yara.spi.YaraModule;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The module {@code dex} of libyara 4.5.8: Dalvik executables (source.android.com, "Dalvik executable format"). All but the header is read
 * when first asked for. Immutable; threads share it.
 */
public final class DexModule implements YaraModule {
    static final StructType STRING_ID = StructType.builder()
            .field("offset", Scalar.INTEGER)
            .field("size", Scalar.INTEGER)
            .field("value", Scalar.STRING)
            .build();

    static final StructType TYPE_ID = integers("descriptor_idx");
    static final StructType PROTO_ID = integers("shorty_idx", "return_type_idx", "parameters_offset");
    static final StructType FIELD_ID = integers("class_idx", "type_idx", "name_idx");
    static final StructType METHOD_ID = integers("class_idx", "proto_idx", "name_idx");

    static final StructType CLASS_DEF = integers(
            "class_idx",
            "access_flags",
            "super_class_idx",
            "interfaces_offset",
            "source_file_idx",
            "annotations_offset",
            "class_data_offset",
            "static_values_offset");

    static final StructType CLASS_DATA =
            integers("static_fields_size", "instance_fields_size", "direct_methods_size", "virtual_methods_size");

    static final StructType MAP_ITEM = integers("type", "unused", "size", "offset");

    static final StructType MAP_LIST = StructType.builder()
            .field("size", Scalar.INTEGER)
            .field("map_item", new Array(MAP_ITEM))
            .build();

    static final StructType FIELD = StructType.builder()
            .field("class_name", Scalar.STRING)
            .field("name", Scalar.STRING)
            .field("proto", Scalar.STRING)
            .field("field_idx_diff", Scalar.INTEGER)
            .field("access_flags", Scalar.INTEGER)
            .build();

    static final StructType CODE_ITEM = StructType.builder()
            .field("registers_size", Scalar.INTEGER)
            .field("ins_size", Scalar.INTEGER)
            .field("outs_size", Scalar.INTEGER)
            .field("tries_size", Scalar.INTEGER)
            .field("debug_info_off", Scalar.INTEGER)
            .field("insns_size", Scalar.INTEGER)
            .field("insns", Scalar.STRING)
            .field("padding", Scalar.INTEGER)
            .field("tries", StructType.builder().build())
            .field("handlers", new Array(StructType.builder().build()))
            .build();

    static final StructType METHOD = StructType.builder()
            .field("class_name", Scalar.STRING)
            .field("name", Scalar.STRING)
            .field("proto", Scalar.STRING)
            .field("direct", Scalar.INTEGER)
            .field("virtual", Scalar.INTEGER)
            .field("method_idx_diff", Scalar.INTEGER)
            .field("access_flags", Scalar.INTEGER)
            .field("code_off", Scalar.INTEGER)
            .field("code_item", CODE_ITEM)
            .build();

    /** Fields of the header from offset 32 on, four bytes each. */
    private static final List<String> HEADER_NUMBERS = List.of(
            "file_size",
            "header_size",
            "endian_tag",
            "link_size",
            "link_offset",
            "map_offset",
            "string_ids_size",
            "string_ids_offset",
            "type_ids_size",
            "type_ids_offset",
            "proto_ids_size",
            "proto_ids_offset",
            "field_ids_size",
            "field_ids_offset",
            "method_ids_size",
            "method_ids_offset",
            "class_defs_size",
            "class_defs_offset",
            "data_size",
            "data_offset");

    private static final StructType HEADER = header();
    private static final int HEADER_SIZE = 112;
    private static final StructType STRUCTURE = table();

    /** Makes the module. */
    public DexModule() {}

    private static StructType integers(String... names) {
        StructType.Builder builder = StructType.builder();
        for (String name : names) {
            builder.field(name, Scalar.INTEGER);
        }
        return builder.build();
    }

    private static StructType header() {
        StructType.Builder builder = StructType.builder()
                .field("magic", Scalar.STRING)
                .field("checksum", Scalar.INTEGER)
                .field("signature", Scalar.STRING);
        HEADER_NUMBERS.forEach(name -> builder.field(name, Scalar.INTEGER));
        return builder.build();
    }

    private static StructType table() {
        StructType.Builder builder = StructType.builder();
        for (int version = 35; version <= 39; version++) {
            builder.constant("DEX_FILE_MAGIC_0" + version, magic(version));
        }
        addConstants(builder);
        builder.field("header", HEADER)
                .field("string_ids", new Array(STRING_ID))
                .field("type_ids", new Array(TYPE_ID))
                .field("proto_ids", new Array(PROTO_ID))
                .field("field_ids", new Array(FIELD_ID))
                .field("method_ids", new Array(METHOD_ID))
                .field("class_defs", new Array(CLASS_DEF))
                .field("class_data_item", new Array(CLASS_DATA))
                .field("map_list", MAP_LIST)
                .field("number_of_fields", Scalar.INTEGER)
                .field("field", new Array(FIELD))
                .field("number_of_methods", Scalar.INTEGER)
                .field("method", new Array(METHOD));
        addFunctions(builder);
        return builder.build();
    }

    private static void addConstants(StructType.Builder builder) {
        builder.constant("ENDIAN_CONSTANT", 0x12345678)
                .constant("REVERSE_ENDIAN_CONSTANT", 0x78563412)
                .constant("NO_INDEX", 0xffffffffL)
                .constant("ACC_PUBLIC", 0x1)
                .constant("ACC_PRIVATE", 0x2)
                .constant("ACC_PROTECTED", 0x4)
                .constant("ACC_STATIC", 0x8)
                .constant("ACC_FINAL", 0x10)
                .constant("ACC_SYNCHRONIZED", 0x20)
                .constant("ACC_VOLATILE", 0x40)
                .constant("ACC_BRIDGE", 0x40)
                .constant("ACC_TRANSIENT", 0x80)
                .constant("ACC_VARARGS", 0x80)
                .constant("ACC_NATIVE", 0x100)
                .constant("ACC_INTERFACE", 0x200)
                .constant("ACC_ABSTRACT", 0x400)
                .constant("ACC_STRICT", 0x800)
                .constant("ACC_SYNTHETIC", 0x1000)
                .constant("ACC_ANNOTATION", 0x2000)
                .constant("ACC_ENUM", 0x4000)
                .constant("ACC_CONSTRUCTOR", 0x10000)
                .constant("ACC_DECLARED_SYNCHRONIZED", 0x20000)
                .constant("TYPE_HEADER_ITEM", 0x0000)
                .constant("TYPE_STRING_ID_ITEM", 0x0001)
                .constant("TYPE_TYPE_ID_ITEM", 0x0002)
                .constant("TYPE_PROTO_ID_ITEM", 0x0003)
                .constant("TYPE_FIELD_ID_ITEM", 0x0004)
                .constant("TYPE_METHOD_ID_ITEM", 0x0005)
                .constant("TYPE_CLASS_DEF_ITEM", 0x0006)
                .constant("TYPE_CALL_SITE_ID_ITEM", 0x0007)
                .constant("TYPE_METHOD_HANDLE_ITEM", 0x0008)
                .constant("TYPE_MAP_LIST", 0x1000)
                .constant("TYPE_TYPE_LIST", 0x1001)
                .constant("TYPE_ANNOTATION_SET_REF_LIST", 0x1002)
                .constant("TYPE_ANNOTATION_SET_ITEM", 0x1003)
                .constant("TYPE_CLASS_DATA_ITEM", 0x2000)
                .constant("TYPE_CODE_ITEM", 0x2001)
                .constant("TYPE_STRING_DATA_ITEM", 0x2002)
                .constant("TYPE_DEBUG_INFO_ITEM", 0x2003)
                .constant("TYPE_ANNOTATION_ITEM", 0x2004)
                .constant("TYPE_ENCODED_ARRAY_ITEM", 0x2005)
                .constant("TYPE_ANNOTATIONS_DIRECTORY_ITEM", 0x2006);
    }

    private static void addFunctions(StructType.Builder builder) {
        List<ModuleType.Scalar> text = List.of(Scalar.STRING);
        List<ModuleType.Scalar> regex = List.of(Scalar.REGEX);
        Predicate<byte[]> any = name -> true;
        builder.function("has_method", Scalar.INTEGER, text, (self, args) -> has(self, any, equalTo(args[0])))
                .function(
                        "has_method",
                        Scalar.INTEGER,
                        List.of(Scalar.STRING, Scalar.STRING),
                        (self, args) -> has(self, equalTo(args[0]), equalTo(args[1])))
                .function("has_method", Scalar.INTEGER, regex, (self, args) -> has(self, any, matching(args[0])))
                .function(
                        "has_method",
                        Scalar.INTEGER,
                        List.of(Scalar.REGEX, Scalar.REGEX),
                        (self, args) -> has(self, matching(args[0]), matching(args[1])))
                .function("has_class", Scalar.INTEGER, text, (self, args) -> hasClass(self, equalTo(args[0])))
                .function("has_class", Scalar.INTEGER, regex, (self, args) -> hasClass(self, matching(args[0])));
    }

    private static byte[] magic(int version) {
        return ("dex\n0" + version + "\0").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Predicate<byte[]> equalTo(Object argument) {
        byte[] wanted = beforeNul((byte[]) argument);
        return name -> Arrays.equals(beforeNul(name), wanted);
    }

    private static Predicate<byte[]> matching(Object argument) {
        RegexArgument regex = (RegexArgument) argument;
        return name -> regex.matches(beforeNul(name));
    }

    /** libyara compares C strings. */
    private static byte[] beforeNul(byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (text[i] == 0) {
                return Arrays.copyOf(text, i);
            }
        }
        return text;
    }

    /** A method whose class has no name belongs to any class, as in libyara. */
    private static @Nullable Object has(StructValue self, Predicate<byte[]> ofClass, Predicate<byte[]> ofName) {
        return any(
                self,
                method -> (!(method.get("class_name") instanceof byte[] owner) || ofClass.test(owner))
                        && method.get("name") instanceof byte[] name
                        && ofName.test(name));
    }

    private static @Nullable Object hasClass(StructValue self, Predicate<byte[]> ofClass) {
        return any(self, method -> method.get("class_name") instanceof byte[] owner && ofClass.test(owner));
    }

    private static @Nullable Object any(StructValue self, Predicate<StructValue> wanted) {
        if (!(self.get("number_of_methods") instanceof Long count)
                || !(self.get("method") instanceof List<?> methods)) {
            return null;
        }
        for (int i = 0; i < count; i++) {
            if (methods.get(i) instanceof StructValue method && wanted.test(method)) {
                return 1L;
            }
        }
        return 0L;
    }

    @Override
    public String name() {
        return "dex";
    }

    @Override
    public StructType structure() {
        return STRUCTURE;
    }

    @Override
    public StructValue parse(ModuleInput input) {
        StructValue value = new StructValue(STRUCTURE, null);
        if (!isDex(input)) {
            return value;
        }
        value.set("header", headerOf(input));
        DexFile file = new DexFile(input);
        value.setLazy("string_ids", file::stringIds);
        value.setLazy("type_ids", file::typeIds);
        value.setLazy("proto_ids", file::protoIds);
        value.setLazy("field_ids", file::fieldIds);
        value.setLazy("method_ids", file::methodIds);
        value.setLazy("class_defs", file::classDefs);
        value.setLazy("class_data_item", file::classData);
        value.setLazy("map_list", file::mapList);
        value.setLazy("number_of_fields", file::fieldCount);
        value.setLazy("field", file::fields);
        value.setLazy("number_of_methods", file::methodCount);
        value.setLazy("method", file::methods);
        return value;
    }

    private static boolean isDex(ModuleInput input) {
        byte[] begin = input.length() < HEADER_SIZE ? null : input.bytes(0, 8);
        for (int version = 35; begin != null && version <= 39; version++) {
            if (Arrays.equals(begin, magic(version))) {
                return true;
            }
        }
        return false;
    }

    private static StructValue headerOf(ModuleInput input) {
        StructValue value = new StructValue(HEADER, null);
        value.set("magic", input.bytes(0, 8));
        value.set("checksum", input.u32le(8));
        value.set("signature", input.bytes(12, 20));
        for (int i = 0; i < HEADER_NUMBERS.size(); i++) {
            value.set(HEADER_NUMBERS.get(i), input.u32le(32 + 4L * i));
        }
        return value;
    }
}
