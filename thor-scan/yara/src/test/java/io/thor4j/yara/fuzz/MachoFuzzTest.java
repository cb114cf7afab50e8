package io.thor4j.yara.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thor4j.yara.module.NativeFiles;
import io.thor4j.yara.spi.YaraModule;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The module macho survives any bytes. */
class MachoFuzzTest {
    private static final YaraModule MODULE = ModuleReader.module("macho");

    static Stream<byte[]> seeds() {
        return Stream.concat(NativeFiles.macho().stream(), NativeFiles.fat().stream());
    }

    @DictionaryEntries({"__TEXT", "__text", "__LINKEDIT"})
    @MethodSource("seeds")
    @FuzzTest
    void survives(byte[] file) {
        ModuleReader.readAll(MODULE, file);
    }
}
