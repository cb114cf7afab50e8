package io.thor4j.core.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathGlobTest {
    @ParameterizedTest
    @CsvSource({
        "/var/cache, /var/cache, true",
        "/var/cache, /var/cache/apt/x, true",
        "/var/cache, /var/cached, false",
        "/var/cache/, /var/cache, true",
        "/var/cache, /x/var/cache, false",
        "var/cache, /x/var/cache/y, true",
        "*.iso, /data/Big.ISO, true",
        "*.iso, /data/big.iso.txt, false",
        "*.iso, /data/a.iso/inner, true",
        "node_modules, /a/node_modules/b.js, true",
        "node_modules, /a/node_modules2/b.js, false",
        "C:\\Users\\*\\AppData, C:\\Users\\neo\\AppData\\x.exe, true",
        "C:\\Users\\*\\AppData, c:/users/neo/appdata, true",
        "C:\\Users\\*\\AppData, C:\\Users\\a\\b\\AppData, false",
        "/a/**/z, /a/z, true",
        "/a/**/z, /a/b/c/z/q, true",
        "/a/**/z, /a/bz, false",
        "/a/**z, /a/b/cz, true",
        "/a/b?, /a/bc, true",
        "/a/b?, /a/b/, false",
        "**, /anything/at/all, true",
        "/*, /top, true",
        "/*/b, /a/x/b, false",
        "Ä.txt, /x/ä.TXT, true"
    })
    void patternMatchesPath(String pattern, String path, boolean expected) {
        assertEquals(expected, PathGlob.of(pattern).matches(path));
    }

    @Test
    void nameWithLineBreakIsMatchedLikeAnyOther() {
        assertEquals(true, PathGlob.of("/x/*.tmp").matches("/x/a\nb.tmp"));
    }

    @ParameterizedTest
    @CsvSource({"''", "/", "\\", "//"})
    void patternWithoutNameIsRefused(String pattern) {
        assertThrows(IllegalArgumentException.class, () -> PathGlob.of(pattern));
    }

    @Test
    void manyStarsTakeLinearTime() {
        String pattern = "/" + "*a".repeat(200) + "b";
        assertFalse(PathGlob.of(pattern).matches("/" + "a".repeat(5_000)));
    }

    @Property
    void agreesWithRegularExpression(
            @ForAll @StringLength(min = 1, max = 8) @Chars({'a', 'b', '*', '?', '/'}) String pattern,
            @ForAll @StringLength(max = 10) @CharRange(from = 'a', to = 'b') @Chars('/') String path) {
        if (pattern.chars().allMatch(c -> c == '/')) {
            return;
        }
        assertEquals(
                regex(pattern).matcher("/" + path).matches(),
                PathGlob.of(pattern).matches("/" + path),
                pattern);
    }

    /* The same meaning as a backtracking expression. */
    private static Pattern regex(String pattern) {
        String glob = pattern.replaceAll("/+$", "");
        StringBuilder regex = new StringBuilder(glob.startsWith("/") ? "" : "(?:.*/)?");
        int i = 0;
        while (i < glob.length()) {
            if (glob.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 3;
            } else if (glob.startsWith("**", i)) {
                regex.append(".*");
                i += 2;
            } else {
                char c = glob.charAt(i++);
                regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : String.valueOf(c));
            }
        }
        return Pattern.compile(regex + "(?:/.*)?");
    }
}
