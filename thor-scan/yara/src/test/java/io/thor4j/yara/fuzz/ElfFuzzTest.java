package io.thor4j.yara.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thor4j.yara.module.NativeFiles;
import io.thor4j.yara.spi.YaraModule;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The module elf survives any bytes. */
class ElfFuzzTest {
    private static final YaraModule MODULE = ModuleReader.module("elf");

    static Stream<byte[]> seeds() {
        return NativeFiles.elf().stream();
    }

    @DictionaryEntries({"\\u007fELF", ".dynsym", ".symtab", ".strtab", ".dynstr"})
    @MethodSource("seeds")
    @FuzzTest
    void survives(byte[] file) {
        ModuleReader.readAll(MODULE, file);
    }
}
