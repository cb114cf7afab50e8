package io.thor4j.yara.module.dotnet;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.ModuleType.Array;
import io.thor4j.yara.spi.ModuleType.Scalar;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import io.thor4j.yara.spi.YaraModule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The module {@code dotnet} of libyara 4.5.8: what .NET files say of themselves (ECMA-335, 6th edition). All fields but {@code is_dotnet} are
 * read when first asked for. Immutable; threads share it.
 */
public final class DotnetModule implements YaraModule {
    static final StructType VERSION = integers("major", "minor", "build_number", "revision_number");

    static final StructType RESOURCE = StructType.builder()
            .field("offset", Scalar.INTEGER)
            .field("length", Scalar.INTEGER)
            .field("name", Scalar.STRING)
            .build();

    static final StructType PARAMETER = StructType.builder()
            .field("name", Scalar.STRING)
            .field("type", Scalar.STRING)
            .build();

    static final StructType METHOD = StructType.builder()
            .field("generic_parameters", new Array(Scalar.STRING))
            .field("number_of_generic_parameters", Scalar.INTEGER)
            .field("parameters", new Array(PARAMETER))
            .field("number_of_parameters", Scalar.INTEGER)
            .field("return_type", Scalar.STRING)
            .field("abstract", Scalar.INTEGER)
            .field("final", Scalar.INTEGER)
            .field("virtual", Scalar.INTEGER)
            .field("static", Scalar.INTEGER)
            .field("visibility", Scalar.STRING)
            .field("name", Scalar.STRING)
            .build();

    static final StructType CLASS = StructType.builder()
            .field("fullname", Scalar.STRING)
            .field("name", Scalar.STRING)
            .field("namespace", Scalar.STRING)
            .field("visibility", Scalar.STRING)
            .field("type", Scalar.STRING)
            .field("abstract", Scalar.INTEGER)
            .field("sealed", Scalar.INTEGER)
            .field("number_of_generic_parameters", Scalar.INTEGER)
            .field("generic_parameters", new Array(Scalar.STRING))
            .field("number_of_base_types", Scalar.INTEGER)
            .field("base_types", new Array(Scalar.STRING))
            .field("number_of_methods", Scalar.INTEGER)
            .field("methods", new Array(METHOD))
            .build();

    static final StructType ASSEMBLY_REF = StructType.builder()
            .field("version", VERSION)
            .field("public_key_or_token", Scalar.STRING)
            .field("name", Scalar.STRING)
            .build();

    static final StructType ASSEMBLY = StructType.builder()
            .field("version", VERSION)
            .field("name", Scalar.STRING)
            .field("culture", Scalar.STRING)
            .build();

    private static final StructType STREAM = StructType.builder()
            .field("name", Scalar.STRING)
            .field("offset", Scalar.INTEGER)
            .field("size", Scalar.INTEGER)
            .build();

    private static final StructType STRUCTURE = StructType.builder()
            .field("is_dotnet", Scalar.INTEGER)
            .field("version", Scalar.STRING)
            .field("module_name", Scalar.STRING)
            .field("streams", new Array(STREAM))
            .field("number_of_streams", Scalar.INTEGER)
            .field("guids", new Array(Scalar.STRING))
            .field("number_of_guids", Scalar.INTEGER)
            .field("resources", new Array(RESOURCE))
            .field("number_of_resources", Scalar.INTEGER)
            .field("classes", new Array(CLASS))
            .field("number_of_classes", Scalar.INTEGER)
            .field("assembly_refs", new Array(ASSEMBLY_REF))
            .field("number_of_assembly_refs", Scalar.INTEGER)
            .field("assembly", ASSEMBLY)
            .field("modulerefs", new Array(Scalar.STRING))
            .field("number_of_modulerefs", Scalar.INTEGER)
            .field("user_strings", new Array(Scalar.STRING))
            .field("number_of_user_strings", Scalar.INTEGER)
            .field("typelib", Scalar.STRING)
            .field("constants", new Array(Scalar.STRING))
            .field("number_of_constants", Scalar.INTEGER)
            .field("field_offsets", new Array(Scalar.INTEGER))
            .field("number_of_field_offsets", Scalar.INTEGER)
            .build();

    /** GUIDs listed (dotnet.c, dotnet_parse_guid). */
    private static final int MAX_GUIDS = 16;

    /** User strings listed; our own bound, libyara has none, against heaps of hundreds of megabytes full of tiny strings. */
    private static final int MAX_USER_STRINGS = 1_000_000;

    /** Makes the module. */
    public DotnetModule() {}

    private static StructType integers(String... names) {
        StructType.Builder builder = StructType.builder();
        for (String name : names) {
            builder.field(name, Scalar.INTEGER);
        }
        return builder.build();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String name() {
        return "dotnet";
    }

    @Override
    public StructType structure() {
        return STRUCTURE;
    }

    @Override
    public StructValue parse(ModuleInput input) {
        StructValue value = new StructValue(STRUCTURE, null);
        PeImage pe = PeImage.read(input);
        if (pe == null) {
            return value;
        }
        CliImage image = CliImage.read(input, pe);
        value.set("is_dotnet", image == null ? 0 : 1);
        if (image != null) {
            setHeaders(value, input, image);
            setTables(value, input, image);
        }
        return value;
    }

    private static void setHeaders(StructValue value, ModuleInput input, CliImage image) {
        value.set("version", image.version());
        setList(
                value,
                "streams",
                () -> image.streams().stream().map(DotnetModule::stream).toList());
        CliImage.Stream guids = image.guids();
        if (guids != null) {
            setList(value, "guids", () -> guids(input, guids));
        }
        CliImage.Stream userStrings = image.first("#US");
        if (userStrings != null) {
            setList(value, "user_strings", () -> userStrings(input, userStrings));
        }
    }

    /** A list and its field number_of_…; both stay undefined when the list is null. */
    private static void setList(StructValue value, String field, Supplier<@Nullable List<?>> list) {
        value.setLazy(field, list);
        value.setLazy(
                "number_of_" + field, () -> value.get(field) instanceof List<?> known ? (long) known.size() : null);
    }

    private static StructValue stream(CliImage.Stream stream) {
        StructValue value = new StructValue(STREAM, null);
        value.set("name", stream.name());
        value.set("offset", stream.offset());
        value.set("size", stream.size());
        return value;
    }

    private static List<byte[]> guids(ModuleInput input, CliImage.Stream stream) {
        List<byte[]> result = new ArrayList<>();
        long count = Math.min(stream.size() / 16, MAX_GUIDS);
        for (int i = 0; i < count && input.contains(stream.offset() + 16L * i, 16); i++) {
            result.add(TableFields.guid(input, stream.offset() + 16L * i));
        }
        return result;
    }

    /**
     * ECMA-335 II.24.2.4: blobs of UTF-16 with one byte of flags behind, the first blob empty. The flags, which are 0 or 1, are read as an
     * empty blob in turn, as libyara does.
     */
    private static @Nullable List<byte[]> userStrings(ModuleInput input, CliImage.Stream stream) {
        if (stream.size() == 0 || !input.contains(stream.offset(), stream.size()) || input.u8(stream.offset()) != 0) {
            return null;
        }
        List<byte[]> result = new ArrayList<>();
        long offset = stream.offset() + 1;
        while (offset < stream.offset() + stream.size() && result.size() < MAX_USER_STRINGS) {
            Heaps.Blob blob = Heaps.blobAt(input, offset);
            if (blob == null || (result.size() % 4096 == 4095 && input.expired())) {
                break;
            }
            offset = blob.offset();
            byte[] text = blob.length() > 1 ? input.bytes(offset, blob.length() - 1L) : null;
            if (text != null) {
                result.add(text);
                offset += text.length;
            }
        }
        return result;
    }

    private static void setTables(StructValue value, ModuleInput input, CliImage image) {
        CliImage.Stream stream = image.first("#~", "#-");
        CliImage.Stream strings = image.first("#Strings");
        CliImage.Stream blobs = image.first("#Blob");
        if (stream == null || strings == null || blobs == null) {
            return;
        }
        Heaps heaps = new Heaps(input, strings, blobs);
        Supplier<@Nullable MetadataTables> tables = once(() -> MetadataTables.read(input, stream.offset()));
        Supplier<@Nullable TableFields> fields = once(() -> {
            MetadataTables found = tables.get();
            return found == null ? null : new TableFields(input, image, found, heaps);
        });
        value.setLazy("module_name", from(fields, TableFields::moduleName));
        value.setLazy("typelib", from(fields, TableFields::typelib));
        value.setLazy("assembly", from(fields, TableFields::assembly));
        setList(value, "resources", from(fields, TableFields::resources));
        setList(value, "assembly_refs", from(fields, TableFields::assemblyRefs));
        setList(value, "modulerefs", from(fields, TableFields::moduleRefs));
        setList(value, "constants", from(fields, TableFields::constants));
        setList(value, "field_offsets", from(fields, TableFields::fieldOffsets));
        setList(value, "classes", () -> {
            MetadataTables found = tables.get();
            return found == null || !found.complete() ? null : new ClassReader(input, found, heaps).read();
        });
    }

    private static <T extends @Nullable Object> Supplier<@Nullable T> from(
            Supplier<@Nullable TableFields> fields, Function<TableFields, @Nullable T> getter) {
        return () -> {
            TableFields found = fields.get();
            return found == null ? null : getter.apply(found);
        };
    }

    /** Keeps the first result; used by the scanning thread only. */
    private static <T> Supplier<@Nullable T> once(Supplier<@Nullable T> source) {
        return new Supplier<>() {
            private boolean known;
            private @Nullable T value;

            @Override
            public @Nullable T get() {
                if (!known) {
                    known = true;
                    value = source.get();
                }
                return value;
            }
        };
    }
}
