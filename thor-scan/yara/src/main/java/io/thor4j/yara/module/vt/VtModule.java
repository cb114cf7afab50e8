package io.thor4j.yara.module.vt;

import io.thor4j.yara.module.cuckoo.json.JsonText;
import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.ModuleType;
import io.thor4j.yara.spi.ModuleType.Array;
import io.thor4j.yara.spi.ModuleType.Dictionary;
import io.thor4j.yara.spi.ModuleType.Scalar;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import io.thor4j.yara.spi.YaraModule;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The module {@code vt} of YARA-X 1.20: what VirusTotal knows of a file, from the JSON form of its LiveHuntData message that the caller passes
 * as the module's data. Without data all but the constants is undefined. Immutable; threads share it.
 */
public final class VtModule implements YaraModule {
    private static final Map<String, StructType> TYPES = new HashMap<>();

    /** The constants of enumerations, by the first name of their path. */
    private static final Map<String, StructType> CONSTANTS = constants();

    private static final StructType STRUCTURE = table();

    /** Makes the module. */
    public VtModule() {}

    private static Map<String, StructType> constants() {
        Map<String, StructType.Builder> parents = new TreeMap<>();
        Map<String, StructType> result = new TreeMap<>();
        for (VtSchema.Enumeration enumeration : VtSchema.allEnumerations()) {
            StructType.Builder values = StructType.builder();
            enumeration.values().forEach(values::constant);
            String[] path = enumeration.path().split("\\.", -1);
            if (path.length == 1) {
                result.put(path[0], values.build());
            } else {
                parents.computeIfAbsent(path[0], key -> StructType.builder()).field(path[1], values.build());
            }
        }
        parents.forEach((name, builder) -> result.put(name, builder.build()));
        return result;
    }

    private static StructType table() {
        StructType.Builder builder = StructType.builder();
        CONSTANTS.forEach(builder::field);
        addFields(builder, "LiveHunt");
        return builder.build();
    }

    private static void addFields(StructType.Builder builder, String message) {
        for (VtSchema.Field field : fields(message)) {
            ModuleType element = type(field.type());
            builder.field(
                    field.name(),
                    switch (field.shape()) {
                        case ONE -> element;
                        case LIST -> new Array(element);
                        case TEXTS_BY_TEXT -> new Dictionary(Scalar.STRING);
                    });
        }
    }

    static List<VtSchema.Field> fields(String message) {
        List<VtSchema.Field> fields = VtSchema.message(message);
        if (fields == null) {
            throw new IllegalStateException("no message " + message);
        }
        return fields;
    }

    private static ModuleType type(String name) {
        return switch (name) {
            case "int", "bool" -> Scalar.INTEGER;
            case "str", "base64", "{}" -> Scalar.STRING;
            default -> VtSchema.enumeration(name) == null ? structure(name) : Scalar.INTEGER;
        };
    }

    /** Only used while the class is set up, on one thread. */
    private static StructType structure(String message) {
        StructType known = TYPES.get(message);
        if (known == null) {
            StructType.Builder builder = StructType.builder();
            addFields(builder, message);
            if (message.equals("Ip")) {
                builder.function("in_range", Scalar.INTEGER, List.of(Scalar.STRING), IpRange::inRange);
            } else if (message.equals("Domain")) {
                builder.function(
                                "permutation_of",
                                Scalar.INTEGER,
                                List.of(Scalar.STRING),
                                DomainPermutations::permutationOf)
                        .function(
                                "permutation_of",
                                Scalar.INTEGER,
                                List.of(Scalar.STRING, Scalar.INTEGER),
                                DomainPermutations::permutationOf);
            }
            known = builder.build();
            TYPES.put(message, known);
        }
        return known;
    }

    @Override
    public String name() {
        return "vt";
    }

    @Override
    public StructType structure() {
        return STRUCTURE;
    }

    @Override
    public StructValue parse(ModuleInput input) {
        StructValue value = new StructValue(STRUCTURE, null);
        CONSTANTS.forEach((name, type) -> value.set(name, constantsOf(type)));
        byte[] data = input.moduleData();
        if (data != null) {
            new MessageReader(TYPES).fill(value, "LiveHunt", JsonText.read(data, name()));
        }
        return value;
    }

    private static StructValue constantsOf(StructType type) {
        StructValue value = new StructValue(type, null);
        for (String name : type.names()) {
            if (type.member(name) instanceof StructType.Field field && field.type() instanceof StructType nested) {
                value.set(name, new StructValue(nested, null));
            }
        }
        return value;
    }

    static @Nullable String raw(StructValue self) {
        return self.get("raw") instanceof byte[] raw ? new String(raw, StandardCharsets.UTF_8) : null;
    }
}
