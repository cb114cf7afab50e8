package io.thor4j.yara.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thor4j.yara.module.dex.HelloDex;
import io.thor4j.yara.spi.YaraModule;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The module dex survives any bytes. */
class DexFuzzTest {
    private static final YaraModule MODULE = ModuleReader.module("dex");

    static Stream<byte[]> seeds() {
        return Stream.of(HelloDex.bytes());
    }

    @DictionaryEntries({"dex\\n035\\0", "dex\\n036\\0", "dex\\n037\\0", "dex\\n038\\0", "dex\\n039\\0", "<init>"})
    @MethodSource("seeds")
    @FuzzTest
    void survives(byte[] file) {
        ModuleReader.readAll(MODULE, file);
    }
}
