package io.thor4j.yara.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thor4j.yara.module.dotnet.DotnetFiles;
import io.thor4j.yara.spi.YaraModule;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The module dotnet survives any bytes. */
class DotnetFuzzTest {
    private static final YaraModule MODULE = ModuleReader.module("dotnet");

    static Stream<byte[]> seeds() {
        return DotnetFiles.dotnet().stream();
    }

    @DictionaryEntries({
        "MZ",
        "PE\\0\\0",
        "BSJB",
        "#~",
        "#-",
        "#Strings",
        "#US",
        "#GUID",
        "#Blob",
        "GuidAttribute",
        ".ctor"
    })
    @MethodSource("seeds")
    @FuzzTest
    void survives(byte[] file) {
        ModuleReader.readAll(MODULE, file);
    }
}
