package io.thor4j.yara.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thor4j.yara.module.lnk.LnkFiles;
import io.thor4j.yara.spi.YaraModule;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The module lnk survives any bytes. */
class LnkFuzzTest {
    private static final YaraModule MODULE = ModuleReader.module("lnk");

    static Stream<byte[]> seeds() {
        return LnkFiles.lnk().stream();
    }

    @DictionaryEntries({"C:\\\\", "\\\\\\\\server"})
    @MethodSource("seeds")
    @FuzzTest
    void survives(byte[] file) {
        ModuleReader.readAll(MODULE, file);
    }
}
