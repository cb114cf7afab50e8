package io.thor4j.scan.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathMappingTest {
    @ParameterizedTest
    @CsvSource({
        "/mnt/image1:C, /mnt/image1/Windows/x.exe, C:\\Windows\\x.exe",
        "/mnt/image1:C, /mnt/image1, C:\\",
        "/mnt/image1/:C:\\, /mnt/image1/a, C:\\a",
        "/mnt/image1:C:, /mnt/image1/a, C:\\a",
        "/mnt/image1:C:\\old\\, /mnt/image1/a, C:\\old\\a",
        "/mnt/image1:/, /mnt/image1/etc/passwd, /etc/passwd",
        "/mnt/image1:/, /mnt/image1, /",
        "/mnt/image1:/srv/, /mnt/image1/a, /srv/a",
        "/mnt/image1:C, /mnt/image10/a,",
        "/mnt/image1:C, /mnt,",
        "F:C, F:\\Users\\a, C:\\Users\\a",
        "F:C, f:\\Users\\a, C:\\Users\\a",
        "F:\\:C:\\, F:\\a, C:\\a",
        "D:\\images\\x:C, D:\\images\\x\\a, C:\\a",
        "D:\\images\\x:C, D:\\images\\xy\\a,",
        "F:/, F:\\etc\\passwd, /etc/passwd",
        "/a:b:C, /a:b/c, C:\\c",
    })
    void mapsWhatIsBelowTheCurrentPath(String mapping, String path, String shown) {
        assertEquals(shown, PathMapping.of(mapping).map(path));
    }

    @Test
    void backslashInAUnixNameIsNoSeparator() {
        assertEquals("/a\\b/c", PathMapping.of("/mnt:/").map("/mnt/a\\b/c"));
    }

    @Test
    void otherTextsAreRefused() {
        for (String text : List.of("", ":", "/mnt", ":C", "/mnt:", "/mnt:data", "::", ":/")) {
            IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> PathMapping.of(text), text);
            assertTrue(String.valueOf(e.getMessage()).contains("/mnt/image1:C"));
        }
    }
}
