package io.thor4j.core.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWalkerTest {
    @TempDir
    Path root;

    private final List<PathGlob> excludes = new ArrayList<>();
    private boolean follow;
    private Consumer<String> onFile = name -> {};

    /* Tells on the console that a test cannot run here, and why. */
    private static boolean cannot(String test, String why) {
        System.out.println("SKIPPED " + test + ": " + why);
        return false;
    }

    private List<String> walk(Path start) throws InterruptedException {
        List<String> events = new ArrayList<>();
        FileWalker.Visitor visitor = new FileWalker.Visitor() {
            @Override
            public void file(Path path, String name) {
                events.add(shown(name));
                onFile.accept(name);
            }

            @Override
            public void skipped(String name, boolean folder, String reason) {
                events.add(shown(name) + (folder ? "/" : "") + " skipped: " + reason);
            }

            @Override
            public void failed(String name, boolean folder, String reason) {
                events.add(shown(name) + (folder ? "/" : "") + " failed: " + reason);
            }

            @Override
            public boolean stopped() {
                return false;
            }
        };
        new FileWalker(this::isExcluded, follow, false, visitor).walk(start, null);
        return events;
    }

    private boolean isExcluded(String path) {
        return excludes.stream().anyMatch(glob -> glob.matches(path));
    }

    private String shown(String name) {
        return name.startsWith(root + "/") ? name.substring(root.toString().length() + 1) : name;
    }

    private Path file(String name) throws IOException {
        Path path = root.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, name);
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
    }

    @Test
    void filesComeInTheOrderOfTheirNames() throws Exception {
        for (String name : List.of("b/z", "a", "b/a/1", "c", "B", ".hidden", "b/y")) {
            file(name);
        }
        assertEquals(List.of(".hidden", "B", "a", "b/a/1", "b/y", "b/z", "c"), walk(root));
    }

    @Test
    void singleFileIsATarget() throws Exception {
        assertEquals(List.of("x"), walk(file("x")));
    }

    @Test
    void missingTargetFails() throws Exception {
        assertEquals(List.of("nothing failed: target does not exist"), walk(root.resolve("nothing")));
    }

    @Test
    void linksAreSkippedWithReason() throws Exception {
        file("d/x");
        Files.createSymbolicLink(root.resolve("d/loop"), root);
        Files.createSymbolicLink(root.resolve("dangling"), Path.of("nowhere"));
        assertEquals(List.of("d/loop skipped: symbolic link", "d/x", "dangling skipped: symbolic link"), walk(root));
    }

    @Test
    void followedLinksEndInLoopsOnlyOnce() throws Exception {
        follow = true;
        file("d/x");
        file("e");
        Files.createSymbolicLink(root.resolve("d/loop"), root);
        Files.createSymbolicLink(root.resolve("d/self"), Path.of("self"));
        Files.createSymbolicLink(root.resolve("dangling"), Path.of("nowhere"));
        Files.createSymbolicLink(root.resolve("f"), Path.of("e"));
        assertEquals(
                List.of(
                        "d/loop/ skipped: folder already visited (symbolic link loop)",
                        "d/self skipped: symbolic link that cannot be followed",
                        "d/x",
                        "dangling skipped: symbolic link to nothing",
                        "e",
                        "f"),
                walk(root));
    }

    @Test
    void followedLinksDoNotMultiplyFolders() throws Exception {
        follow = true;
        /* Thirty levels with two ways down each: 2^30 paths for who keeps no account of folders. */
        for (int i = 0; i < 30; i++) {
            Files.createDirectories(root.resolve("l" + i));
            Files.createSymbolicLink(root.resolve("l" + i + "/a"), root.resolve("l" + (i + 1)));
            Files.createSymbolicLink(root.resolve("l" + i + "/b"), root.resolve("l" + (i + 1)));
        }
        file("l30/x");
        assertEquals(
                1,
                walk(root.resolve("l0")).stream()
                        .filter(event -> event.endsWith("/x"))
                        .count());
    }

    @Test
    void linkThatIsTheTargetIsFollowed() throws Exception {
        file("real/x");
        Path link = Files.createSymbolicLink(root.resolve("link"), Path.of("real"));
        assertEquals(List.of("link/x"), walk(link));
    }

    @Test
    void namedPipeIsSkippedWithReason() throws Exception {
        assumeTrue(
                run("mkfifo", root.resolve("pipe").toString()) || cannot("namedPipeIsSkippedWithReason", "no mkfifo"));
        assertEquals(List.of("pipe skipped: named pipe"), walk(root));
    }

    @Test
    void deviceAsTargetIsSkippedWithReason() throws Exception {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.exists(device) || cannot("deviceAsTargetIsSkippedWithReason", "no /dev/null"));
        assertEquals(List.of("/dev/null skipped: character device"), walk(device));
    }

    @Test
    void pseudoFileSystemIsSkippedUnlessItIsTheTarget() throws Exception {
        Path proc = Path.of("/proc");
        assumeTrue(Files.isReadable(proc.resolve("version"))
                || cannot("pseudoFileSystemIsSkippedUnlessItIsTheTarget", "no /proc"));
        try (Stream<Path> top = Files.list(Path.of("/"))) {
            top.filter(path -> !path.equals(proc)).forEach(path -> excludes.add(PathGlob.of(path.toString())));
        }
        List<String> events = walk(Path.of("/"));
        assertTrue(events.contains("/proc/ skipped: pseudo file system"), events.toString());
        assertEquals(List.of("/proc/version"), walk(proc.resolve("version")));
    }

    @Test
    void excludedFileAndFolderAreSkippedWithReason() throws Exception {
        file("cache/a");
        file("keep.txt");
        file("x.iso");
        excludes.add(PathGlob.of(root + "/cache"));
        excludes.add(PathGlob.of("*.ISO"));
        assertEquals(
                List.of("cache/ skipped: excluded by pattern", "keep.txt", "x.iso skipped: excluded by pattern"),
                walk(root));
    }

    @Test
    void excludeAlsoCoversATargetBelowIt() throws Exception {
        Path below = file("cache/a/b");
        excludes.add(PathGlob.of(root + "/cache"));
        assertEquals(List.of("cache/a/b skipped: excluded by pattern"), walk(below));
    }

    @Test
    void entryThatVanishesDuringTheWalkFails() throws Exception {
        file("a");
        file("b");
        Path folder = file("c/d").getParent();
        onFile = name -> {
            if (name.endsWith("/a")) {
                delete(root.resolve("b"));
                delete(folder.resolve("d"));
                delete(folder);
            }
        };
        assertEquals(List.of("a", "b failed: file disappeared", "c failed: file disappeared"), walk(root));
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void unreadableFolderFails() throws Exception {
        Path closed = file("closed/x").getParent();
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        try {
            assumeTrue(!Files.isReadable(closed)
                    || cannot("unreadableFolderFails", "permissions do not bind this user (root)"));
            assertEquals(List.of("closed/ failed: access denied"), walk(root));
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void nameThatIsNoUtf8IsStillFound() throws Exception {
        String script = "printf x > \"$0/$(printf 'a\\377b')\"";
        assumeTrue(run("sh", "-c", script, root.toString())
                || cannot("nameThatIsNoUtf8IsStillFound", "the file system takes only UTF-8"));
        List<Path> read = new ArrayList<>();
        List<String> events = walk(root);
        assertEquals(1, events.size());
        try (Stream<Path> files = Files.list(root)) {
            files.forEach(read::add);
        }
        assertEquals("x", Files.readString(read.get(0), StandardCharsets.UTF_8));
    }

    @Test
    void hugeFolderIsSortedWithoutHoldingAllOfIt() throws Exception {
        for (int i = 0; i < 25; i++) {
            file("f" + i);
        }
        FolderCursor cursor = FolderCursor.open(root, root.toString(), FolderCursor.NO_DEVICE, 10, null);
        List<String> names = new ArrayList<>();
        for (Path path = cursor.next(); path != null; path = cursor.next()) {
            names.add(path.getFileName().toString());
        }
        assertEquals(25, names.size());
        assertEquals(names.stream().sorted().toList(), names);
    }

    private record Met(String event, List<Path> place) {}

    private List<Met> met(boolean links, List<Path> done) throws InterruptedException {
        List<Met> met = new ArrayList<>();
        FileWalker[] walker = {null};
        walker[0] = new FileWalker(this::isExcluded, links, false, new FileWalker.Visitor() {
            private void add(String event) {
                Place place = walker[0].place();
                met.add(new Met(event, place == null ? List.of() : place.entries()));
            }

            @Override
            public void file(Path path, String name) {
                add(shown(name));
            }

            @Override
            public void skipped(String name, boolean folder, String reason) {
                add(shown(name) + " skipped");
            }

            @Override
            public void failed(String name, boolean folder, String reason) {
                add(shown(name) + " failed");
            }

            @Override
            public boolean stopped() {
                return false;
            }
        });
        walker[0].walk(root, null, done);
        return met;
    }

    @Test
    void walkGoesOnAfterAnyPlace() throws Exception {
        for (String name :
                List.of("a", "a.d/x", "b/1/z", "b/1/zz", "b/2", "b.c", "c/d/e/f", "c/d/e/g", "d/no/x", "e")) {
            file(name);
        }
        Files.createSymbolicLink(root.resolve("b/l"), root.resolve("c"));
        Files.createSymbolicLink(root.resolve("f"), root.resolve("a.d"));
        excludes.add(PathGlob.of("no"));
        for (boolean links : new boolean[] {false, true}) {
            List<Met> whole = met(links, List.of());
            assertTrue(whole.size() > 10, "" + whole.size());
            for (int i = 0; i < whole.size(); i++) {
                assertEquals(
                        whole.subList(i + 1, whole.size()),
                        met(links, whole.get(i).place()),
                        "links " + links + " after " + whole.get(i));
            }
        }
    }

    @Test
    void walkGoesOnWhereItsPlaceWentAway() throws Exception {
        for (String name : List.of("a", "b/1", "b/2", "c")) {
            file(name);
        }
        List<Path> place = List.of(root.resolve("b"), root.resolve("b/1"));
        Files.delete(root.resolve("b/1"));
        assertEquals(
                List.of("b/2", "c"), met(false, place).stream().map(Met::event).toList());
        Files.delete(root.resolve("b/2"));
        Files.delete(root.resolve("b"));
        assertEquals(List.of("c"), met(false, place).stream().map(Met::event).toList());
        file("b");
        assertEquals(
                List.of("b", "c"), met(false, place).stream().map(Met::event).toList(), "b was a folder before");
        file("aa");
        assertEquals(
                List.of("b", "c"), met(false, place).stream().map(Met::event).toList(), "new before the place");
    }

    @Test
    void deepFoldersNeedNoStack() throws Exception {
        Path deep = root;
        int depth = 0;
        try {
            while (depth < 300) {
                deep = Files.createDirectory(deep.resolve("d"));
                depth++;
            }
        } catch (IOException e) {
            cannot("part of deepFoldersNeedNoStack", "paths end at depth " + depth);
        }
        Files.writeString(deep.resolveSibling("x"), "");
        assertEquals(1, walk(root).size());
    }
}
