package io.thor4j.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MagicTypesTest {
    @Test
    void theFirstMagicSignatureInFileOrderWins() {
        MagicTypes table =
                MagicTypes.parse(List.of("# comment", "", "50 4B 03 04 14 ; Office ", "50 4B;ZIP", "50;P"), "t");
        assertEquals("Office", table.typeOf(new byte[] {0x50, 0x4B, 3, 4, 0x14}, 5));
        assertEquals("ZIP", table.typeOf(new byte[] {0x50, 0x4B, 3, 4, 0x14}, 4));
        assertEquals("P", table.typeOf(new byte[] {0x50, 0x4B}, 1));
        assertEquals("UNKNOWN", table.typeOf(new byte[] {0x50}, 0));
        assertEquals(List.of("Office", "ZIP", "P"), List.copyOf(table.names()));
        for (String bad : List.of("50 4B", "50 4B;", ";ZIP", "5;X", "5G;X", "50".repeat(257) + ";X")) {
            MalformedRuleException e =
                    assertThrows(MalformedRuleException.class, () -> MagicTypes.parse(List.of("", bad), "t"), bad);
            assertEquals("t:2", e.position());
        }
    }

    @ParameterizedTest
    @MethodSource("heads")
    void theShippedTableKnowsCommonTypes(String head, String type) {
        byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(type, MagicTypes.standard().typeOf(bytes, bytes.length));
    }

    static Stream<Arguments> heads() {
        return Stream.of(
                Arguments.of("MZ\u0090", "EXE"),
                Arguments.of("\u007fELF\u0002", "ELF"),
                Arguments.of("PK\u0003\u0004\u0014\u0000\u0006\u0000", "Office"),
                Arguments.of("PK\u0003\u0004\u0014\u0000\u0000\u0000", "ZIP"),
                Arguments.of("%PDF-1.7", "PDF"),
                Arguments.of("Rar!\u001a\u0007\u0001\u0000", "RAR"),
                Arguments.of("\u001f\u008b\u0008", "GZIP"),
                Arguments.of("7z\u00bc\u00af'\u001c", "7ZIP"),
                Arguments.of("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1", "OLE"),
                Arguments.of("ElfFile\u0000", "EVTX"),
                Arguments.of("regf", "Registry Hive"),
                Arguments.of("L\u0000\u0000\u0000\u0001\u0014\u0002\u0000", "LNK"),
                Arguments.of("\u00cf\u00fa\u00ed\u00fe", "MACHO"),
                Arguments.of("\u00ca\u00fe\u00ba\u00be\u0000\u0000\u0000\u0002", "MACHO"),
                Arguments.of("\u00ca\u00fe\u00ba\u00be\u0000\u0000\u00004", "CLASS"),
                Arguments.of("SQLite format 3\u0000", "SQLITE"),
                Arguments.of("<?xml version", "XML"),
                Arguments.of("<?php eval", "PHP"),
                Arguments.of("<!DOCTYPE html>", "HTML"),
                Arguments.of("#!/bin/sh", "Script"),
                Arguments.of("hello", "UNKNOWN"));
    }
}
