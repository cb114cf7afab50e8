package io.thor4j.thunderstorm.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kept samples by score and as a tree of hosts. */
class HostTreeTest {
    @TempDir
    Path folder;

    @Test
    void pathsBecomePlainNames() {
        assertEquals(List.of("C%3A", "Windows", "a b.exe"), HostTree.parts("C:\\Windows\\a b.exe"));
        assertEquals(List.of("%2E%2E", "%2E%2E", "etc", "passwd"), HostTree.parts("../..//etc/passwd"));
        assertEquals(List.of("%2E", "nul%.txt", "%00%0A", "a%25", "dot%2E"), HostTree.parts("./nul.txt/\0\n/a%/dot."));
        assertEquals(List.of("unnamed"), HostTree.parts("///"));
        assertEquals(80, HostTree.parts("x".repeat(4_000)).get(0).length());
        assertTrue(!HostTree.parts("x".repeat(4_000)).equals(HostTree.parts("x".repeat(4_001))));
        assertEquals(40, HostTree.parts("a/".repeat(900)).size());
    }

    @Property
    void noPathLeavesTheTree(@ForAll String name) {
        Path root = Path.of("root").toAbsolutePath();
        Path at = root;
        for (String part : HostTree.parts(name)) {
            Path next = at.resolve(part).normalize();
            assertEquals(at, next.getParent(), part);
            at = next;
        }
    }

    @Test
    void samplesAreKeptFromAScoreOnAndShownByHostAndPath() throws IOException {
        Path kept = folder.resolve("kept");
        Path tree = folder.resolve("tree");
        try (Running running = new Running(
                folder,
                builder -> builder.storeSamples(StoreSamples.NONE, kept)
                        .storeSamplesFrom(45)
                        .hostTree(tree))) {
            running.check("/api/check?source=web-1", "/srv/www/x.php", Running.VECTOR);
            running.check("/api/check?source=../up", "..\\..\\notice", "NOTICE-MARK");
            running.check("/api/check?source=web-1", "/srv/clean", "nothing");
            running.result(running.submit("/srv/www", "ALERT-MARK"));
            running.check("/api/check?source=web-1", "/srv/www/x.php", "NEWER NOTICE-MARK");
        }
        try (Stream<Path> files = Files.walk(tree)) {
            assertEquals(
                    List.of("%2E.%2Fup/%2E%2E/%2E%2E/notice", "t/srv/www", "web-1/srv/www/x.php"),
                    files.filter(Files::isRegularFile)
                            .map(file -> tree.relativize(file).toString().replace('\\', '/'))
                            .sorted()
                            .toList());
        }
        assertEquals("NEWER NOTICE-MARK", Files.readString(tree.resolve("web-1/srv/www/x.php")));
        assertEquals(5, Files.walk(kept).filter(Files::isRegularFile).count(), "4 contents and the list");
    }

    @Test
    void aFileAndAFolderOfOneNameAreBothThere() throws IOException {
        Path kept = Files.writeString(folder.resolve("sample"), "x");
        HostTree tree = new HostTree(folder.resolve("tree"));
        tree.add("h", "/a", kept);
        tree.add("h", "/a/b", kept);
        tree.add("h", "/c/d", kept);
        tree.add("h", "/c", kept);
        for (String path : List.of("h/a", "h/a%/b", "h/c/d", "h/c%")) {
            assertTrue(Files.isRegularFile(folder.resolve("tree").resolve(path)), path);
        }
    }
}
