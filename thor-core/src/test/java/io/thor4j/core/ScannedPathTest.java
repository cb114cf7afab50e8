package io.thor4j.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScannedPathTest {
    static Stream<Arguments> paths() {
        return Stream.of(
                Arguments.of("C:\\Windows\\cmd.EXE", "cmd.EXE", "C:\\Windows", ".exe"),
                Arguments.of("C:/Windows/cmd.exe", "cmd.exe", "C:/Windows", ".exe"),
                Arguments.of("\\\\srv\\share\\a.b.c", "a.b.c", "\\\\srv\\share", ".c"),
                Arguments.of("dir\\x", "x", "dir", ""),
                Arguments.of("/tmp/a\\b.txt", "a\\b.txt", "/tmp", ".txt"),
                Arguments.of("/etc", "etc", "", ""),
                Arguments.of(".bashrc", ".bashrc", "", ".bashrc"),
                Arguments.of("x.", "x.", "", "."),
                Arguments.of("", "", "", ""),
                Arguments.of("/I/FILE.TXT", "FILE.TXT", "/I", ".txt"));
    }

    @ParameterizedTest
    @MethodSource("paths")
    void pathsOfBothStylesAreTakenApart(String text, String name, String directory, String extension) {
        ScannedPath path = new ScannedPath(text);
        assertEquals(name, path.fileName());
        assertEquals(directory, path.directory());
        assertEquals(extension, path.extension());
    }

    @Test
    void membersUseTheContainersSeparators() {
        assertEquals(
                "C:\\temp\\test.zip\\path\\in\\zip.txt",
                new ScannedPath("C:\\temp\\test.zip").member("path/in/zip.txt").text());
        assertEquals(
                "/t/a.zip/../../x",
                new ScannedPath("/t/a.zip").member("../../x").text());
    }
}
