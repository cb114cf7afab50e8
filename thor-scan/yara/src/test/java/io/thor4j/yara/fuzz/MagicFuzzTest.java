package io.thor4j.yara.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thor4j.yara.module.NativeFiles;
import io.thor4j.yara.module.dex.HelloDex;
import io.thor4j.yara.module.dotnet.DotnetFiles;
import io.thor4j.yara.module.lnk.LnkFiles;
import io.thor4j.yara.module.pe.PeFiles;
import io.thor4j.yara.spi.YaraModule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The module magic survives any bytes. */
class MagicFuzzTest {
    private static final YaraModule MODULE = ModuleReader.module("magic");

    private static final List<String> HEADS = List.of(
            "PK\3\4\24\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\10\0\0\0mimetypeapplication/epub+zip",
            "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1\0\0\0\0\0\0\0\0",
            "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0\0\n\0\0\0\24\10\6\0\0\0",
            "GIF89a\n\0\24\0",
            "\u00ff\u00d8\u00ff\u00e0\0\20JFIF\0\1\1\0\0\1\0\1\0\0\u00ff\u00c0\0\21\10\0\1\0\1",
            "RIFF\4\0\0\0WAVEfmt ",
            "%PDF-1.4\n",
            "\u001f\u008b\10\10\0\0\0\0\0\3a.txt\0",
            "<?xml version=\"1.0\"?>\n<a/>\n",
            "{\"a\": 1}\n",
            "#!/usr/bin/env python3\nx\n",
            "caf\u00c3\u00a9\r\n",
            "\u00ff\u00fea\0b\0\n\0",
            "{\\rtf1\\ansi",
            "From: a@b\nTo: c\n\nhi\n");

    static Stream<byte[]> seeds() {
        Stream<byte[]> heads = HEADS.stream().map(head -> head.getBytes(StandardCharsets.ISO_8859_1));
        Stream<byte[]> files = Stream.of(
                        PeFiles.pe(),
                        NativeFiles.elf(),
                        NativeFiles.macho(),
                        NativeFiles.fat(),
                        DotnetFiles.dotnet(),
                        LnkFiles.lnk(),
                        List.of(HelloDex.bytes()))
                .flatMap(List::stream);
        return Stream.concat(heads, files);
    }

    @DictionaryEntries({
        "ustar",
        "[Content_Types].xml",
        "word/",
        "xl/",
        "META-INF/",
        "mimetype",
        "CD001",
        "MSCF",
        "ftypisom",
        "OggS"
    })
    @MethodSource("seeds")
    @FuzzTest
    void survives(byte[] file) {
        ModuleReader.readAll(MODULE, file);
    }
}
