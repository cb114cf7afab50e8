package io.thor4j.yara.module;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.yara.module.elf.ElfModule;
import io.thor4j.yara.module.elf.ElfSample;
import io.thor4j.yara.module.macho.MachoModule;
import io.thor4j.yara.module.macho.MachoSample;
import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import io.thor4j.yara.spi.YaraModule;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Assertions;

/** Modules survive any bytes: they neither throw nor take long, whatever a file claims about itself. */
class DamagedFilesTest {
    private static final YaraModule[] MODULES = {new ElfModule(), new MachoModule()};

    private static final byte[][] FILES = {
        new ElfSample(false, true).symbol("abcdef", 0x12, 0, 0, 1).data(),
        new ElfSample(true, false).symbol("abcdef", 0x12, 0, 0, 1).data(),
        new MachoSample(false, false, 7).main(1, 2).thread(16).data(),
        new MachoSample(true, true, 0x1000012).thread(38).data(),
        MachoSample.fat(false, new MachoSample(false, false, 7).main(1, 2).data()),
        MachoSample.fat(true, new MachoSample(false, true, 7).main(1, 2).data())
    };

    @Property(tries = 300)
    void surviveMutations(@ForAll long seed) {
        Mutations mutations = new Mutations(seed);
        for (byte[] file : FILES) {
            readAll(mutations.of(file));
        }
    }

    @Property(tries = 100)
    void surviveAnyBytes(@ForAll @Size(max = 300) byte[] data) {
        readAll(data);
        for (byte[] file : FILES) {
            byte[] mixed = data.clone();
            System.arraycopy(file, 0, mixed, 0, Math.min(6, mixed.length));
            readAll(mixed);
        }
    }

    private static void readAll(byte[] data) {
        Assertions.assertTimeout(Duration.ofSeconds(20), () -> {
            for (YaraModule module : MODULES) {
                StructValue value = module.parse(new ModuleInput(data, 0, data.length, null, line -> {}, () -> false));
                assertTrue(ModuleDump.of(module.name(), value, () -> false).startsWith(module.name()));
                for (String name : value.type().names()) {
                    if (value.type().member(name) instanceof StructType.Function function) {
                        callAll(function, value);
                    }
                }
            }
        });
    }

    private static void callAll(StructType.Function function, StructValue value) {
        for (StructType.Overload overload : function.overloads()) {
            Object[] arguments = new Object[overload.parameters().size()];
            java.util.Arrays.fill(arguments, 7L);
            Object result = overload.body().call(value, arguments);
            assertTrue(result == null || result instanceof Long || result instanceof byte[]);
        }
    }
}
