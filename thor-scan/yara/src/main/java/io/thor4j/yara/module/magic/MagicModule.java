package io.thor4j.yara.module.magic;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.ModuleType.Scalar;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import io.thor4j.yara.spi.YaraModule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The module {@code magic} of libyara 4.5.8, without libmagic: {@code type()} and {@code mime_type()} come from a table of our own with some
 * 170 signatures, and from a look inside the usual formats. The words are those of libmagic 5.44 where the kind is known, but with fewer details; kinds that the table does not have
 * are {@code data} or text. Immutable; threads share it.
 */
public final class MagicModule implements YaraModule {
    private static final StructType STRUCTURE = StructType.builder()
            .function(
                    "mime_type",
                    Scalar.STRING,
                    List.of(),
                    (self, args) -> utf8(kind(self).mime()))
            .function(
                    "type",
                    Scalar.STRING,
                    List.of(),
                    (self, args) -> utf8(kind(self).type()))
            .build();

    /** Looks once, when first asked. */
    private static final class Detection {
        private final ModuleInput input;
        private @Nullable FileKind kind;

        Detection(ModuleInput input) {
            this.input = input;
        }

        FileKind kind() {
            FileKind known = kind;
            if (known == null) {
                known = FileDetector.detect(input);
                kind = known;
            }
            return known;
        }
    }

    /** Makes the module. */
    public MagicModule() {}

    private static FileKind kind(StructValue self) {
        return self.state(Detection.class).kind();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String name() {
        return "magic";
    }

    @Override
    public StructType structure() {
        return STRUCTURE;
    }

    @Override
    public StructValue parse(ModuleInput input) {
        return new StructValue(STRUCTURE, new Detection(input));
    }
}
