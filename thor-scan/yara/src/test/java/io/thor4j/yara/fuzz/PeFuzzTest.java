package io.thor4j.yara.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thor4j.yara.module.pe.PeFiles;
import io.thor4j.yara.spi.YaraModule;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The module pe survives any bytes. */
class PeFuzzTest {
    private static final YaraModule MODULE = ModuleReader.module("pe");

    static Stream<byte[]> seeds() {
        return PeFiles.pe().stream();
    }

    @DictionaryEntries({
        "MZ",
        "PE\\0\\0",
        ".text",
        ".rsrc",
        "Rich",
        "DanS",
        "RSDS",
        "NB10",
        "V\\0S\\0_\\0V\\0E\\0R\\0S\\0I\\0O\\0N\\0",
        "KERNEL32.dll"
    })
    @MethodSource("seeds")
    @FuzzTest
    void survives(byte[] file) {
        ModuleReader.readAll(MODULE, file);
    }
}
