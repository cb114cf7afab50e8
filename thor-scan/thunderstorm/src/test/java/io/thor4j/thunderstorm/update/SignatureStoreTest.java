package io.thor4j.thunderstorm.update;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.MalformedInputException;
import io.thor4j.core.ThorException;
import io.thor4j.thunderstorm.StubServer;
import io.thor4j.thunderstorm.TestTls;
import io.thor4j.thunderstorm.transport.ConnectionSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureStoreTest {
    private static final LoadCheck LOADS = folder -> "loads";

    @TempDir
    private Path folder;

    private Path root;
    private SignatureStore store;

    @BeforeEach
    void store() {
        root = folder.resolve("store");
        store = new SignatureStore(root);
    }

    private SignatureStore.Update install(Path pack) throws IOException {
        return store.install(PackSource.file(pack), TestPacks.TRUST, false, LOADS);
    }

    private String installedMark() throws IOException {
        SignatureStore.Installed now = store.current();
        assertNotNull(now);
        assertEquals(List.of(), store.damage(now));
        return Files.readString(now.folder().resolve("hashes.txt"));
    }

    private void assertNothingLeftOver(int versions) throws IOException {
        try (Stream<Path> all = Files.list(root)) {
            assertEquals(
                    List.of(),
                    all.filter(p -> p.toString().contains("staging")
                                    || p.toString().contains(".new"))
                            .toList());
        }
        try (Stream<Path> all = Files.list(root.resolve("versions"))) {
            assertEquals(versions, all.count());
        }
    }

    @Test
    void installsUpgradesAndGoesBack() throws IOException {
        assertNull(store.current());
        Path one = TestPacks.pack(folder, "1.0", TestPacks.files("one"));
        Path two = TestPacks.pack(folder, "1.1", TestPacks.files("two"));
        Path three = TestPacks.pack(folder, "1.10", TestPacks.files("three"));
        SignatureStore.Update first = install(one);
        assertTrue(first.changed());
        assertEquals("loads", first.contents());
        assertEquals("one", installedMark());
        assertNull(store.previous());
        assertFalse(install(one).changed());
        assertTrue(install(two).changed());
        assertTrue(install(three).changed());
        assertEquals("three", installedMark());
        assertNothingLeftOver(2);
        assertEquals(
                "1.1", store.rollback(LOADS).installed().manifest().version().toString());
        assertEquals("two", installedMark());
        assertEquals("three", Files.readString(store.previous().folder().resolve("hashes.txt")));
        assertTrue(install(three).changed());
        assertEquals("three", installedMark());
    }

    @Test
    void hasNothingToGoBackToAtFirst() throws IOException {
        install(TestPacks.pack(folder, "1", TestPacks.files("one")));
        assertThrows(UpdateRefusedException.class, () -> store.rollback(LOADS));
        assertEquals("one", installedMark());
    }

    @Test
    void refusesOlderPacksUnlessTold() throws IOException {
        Path old = TestPacks.pack(folder, "2026.9.30", TestPacks.files("old"));
        install(TestPacks.pack(folder, "2026.11.22", TestPacks.files("new")));
        UpdateRefusedException e = assertThrows(UpdateRefusedException.class, () -> install(old));
        assertTrue(e.reason().contains("older than 2026.11.22"), e.reason());
        assertEquals("new", installedMark());
        assertTrue(store.install(PackSource.file(old), TestPacks.TRUST, true, LOADS)
                .changed());
        assertEquals("old", installedMark());
    }

    @Test
    void refusesAnotherPackOfTheSameVersion() throws IOException {
        install(TestPacks.pack(folder, "1", TestPacks.files("one")));
        Path other = TestPacks.pack(Files.createDirectory(folder.resolve("o")), "1.0", TestPacks.files("other"));
        assertThrows(UpdateRefusedException.class, () -> install(other));
        assertEquals("one", installedMark());
    }

    @Test
    void keepsTheOldPackWhenTheNewOneDoesNotLoad() throws IOException {
        install(TestPacks.pack(folder, "1", TestPacks.files("one")));
        Path two = TestPacks.pack(folder, "2", TestPacks.files("two"));
        List<LoadCheck> failing = List.of(
                set -> {
                    throw new MalformedInputException("bad rule", "x.yar:1", null, null);
                },
                set -> {
                    throw new UpdateRefusedException("nothing in it", null, null);
                },
                set -> {
                    throw new IOException("disk");
                });
        for (LoadCheck check : failing) {
            assertThrows(Exception.class, () -> store.install(PackSource.file(two), TestPacks.TRUST, false, check));
            assertEquals("one", installedMark());
            assertNothingLeftOver(1);
        }
        assertTrue(install(two).changed());
        assertThrows(ThorException.class, () -> store.rollback(failing.get(0)));
        assertEquals("two", installedMark());
    }

    @Test
    void takesPacksOfTrustedKeysOnly() throws IOException {
        Path pack = TestPacks.pack(folder, "1", TestPacks.files("one"));
        PackTrust other =
                PackTrust.parse(List.of(PackKey.generate(new SecureRandom()).publicPem()));
        MalformedInputException e = assertThrows(
                MalformedInputException.class, () -> store.install(PackSource.file(pack), other, true, LOADS));
        assertTrue(e.reason().contains("not one of a trusted key"), e.reason());
        assertNull(store.current());
        assertNothingLeftOver(0);
        PackTrust both =
                PackTrust.parse(List.of(PackKey.generate(new SecureRandom()).publicPem(), TestPacks.KEY.publicPem()));
        assertTrue(store.install(PackSource.file(pack), both, false, LOADS).changed());
    }

    @Test
    void aPackThatIsCutOffAnywhereChangesNothingOrIsWhole() throws IOException {
        install(TestPacks.pack(folder, "1", Map.of("hashes.txt", "one")));
        byte[] two = Files.readAllBytes(TestPacks.pack(folder, "2", Map.of("hashes.txt", "two", "a/b.yar", "rule")));
        Path cut = folder.resolve("cut");
        int refused = 0;
        for (int length = 0; length < two.length; length += 19) {
            Files.write(cut, Arrays.copyOf(two, length));
            try {
                install(cut);
                // All files were there; only the directory at the end, which nobody reads, was not.
                assertEquals("two", installedMark());
                store.rollback(LOADS);
            } catch (MalformedInputException e) {
                refused++;
            }
            assertEquals("one", installedMark());
        }
        assertTrue(refused > two.length / 19 / 3, refused + " of " + two.length / 19);
    }

    @Test
    void aPackWithFlippedBitsIsRefusedOrTheSame() throws IOException {
        byte[] good = Files.readAllBytes(TestPacks.pack(folder, "1", Map.of("hashes.txt", "one", "a/b.yar", "rule")));
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < 80; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            Path pack = Files.write(folder.resolve("bad"), bad);
            SignatureStore fresh = new SignatureStore(folder.resolve("s" + i));
            try {
                SignatureStore.Update update = fresh.install(PackSource.file(pack), TestPacks.TRUST, false, LOADS);
                assertEquals(List.of(), fresh.damage(update.installed()));
            } catch (ThorException | IOException e) {
                refused++;
                assertNull(fresh.current());
            }
        }
        assertTrue(refused > 40, refused + " refused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "/x",
                "a/../../x",
                "a//x",
                "./x",
                "",
                "a\\\\..\\\\x",
                "C:x",
                "nul",
                "aux.yar",
                "x.",
                "x ",
                "a\\u0000b",
                "a\\nb",
                "\\ud800"
            })
    void refusesPathsThatLeadOut(String path) throws IOException {
        Path pack = TestPacks.forged(
                folder,
                TestPacks.manifest(path, "1", TestPacks.sha256("x")),
                Map.of("signatures/" + (path.contains("ud800") ? "x" : path), "x".getBytes(UTF_8)));
        assertThrows(MalformedInputException.class, () -> install(pack));
        assertFalse(Files.exists(root.resolve("x")));
        assertNothingLeftOver(0);
    }

    @Test
    void refusesEntriesThatTheManifestDoesNotHave() throws IOException {
        String x = TestPacks.sha256("x");
        for (Map<String, byte[]> entries : List.<Map<String, byte[]>>of(
                Map.of("signatures/../../evil", "x".getBytes(UTF_8)),
                Map.of("signatures/b", "x".getBytes(UTF_8)),
                Map.of(),
                new java.util.TreeMap<>(
                        Map.of("signatures/a", "x".getBytes(UTF_8), "signatures/b", "y".getBytes(UTF_8))))) {
            Path pack = TestPacks.forged(folder, TestPacks.manifest("a", "1", x), entries);
            assertThrows(MalformedInputException.class, () -> install(pack));
            assertNothingLeftOver(0);
        }
        assertFalse(Files.exists(folder.resolve("evil")));
    }

    @Test
    void refusesSizesAndHashesThatAreNotTrue() throws IOException {
        byte[] x = "x".getBytes(UTF_8);
        String hash = TestPacks.sha256("x");
        for (String manifest : List.of(
                TestPacks.manifest("a", "2", hash),
                TestPacks.manifest("a", "0", hash),
                TestPacks.manifest("a", "1", TestPacks.sha256("y")),
                TestPacks.manifest("a", "1", "00"),
                TestPacks.manifest("a", "-1", hash),
                TestPacks.manifest("a", "99999999999999999999", hash),
                TestPacks.manifest("a", "9223372036854775807", hash),
                TestPacks.manifest("a", "4000000000", hash, "b", "4000000000", hash),
                TestPacks.manifest("a", "1", hash, "A", "1", hash),
                TestPacks.manifest("a", "1", hash, "a/b", "1", hash),
                TestPacks.manifest())) {
            Path pack = TestPacks.forged(folder, manifest, Map.of("signatures/a", x));
            assertThrows(MalformedInputException.class, () -> install(pack), manifest);
            assertNothingLeftOver(0);
        }
    }

    @Test
    void readsABombNoFurtherThanItsFirstByteTooMany() throws IOException {
        byte[] bomb = new byte[200 << 20];
        Path pack = TestPacks.forged(
                folder, TestPacks.manifest("a", "1", TestPacks.sha256("\0")), Map.of("signatures/a", bomb));
        assertTrue(Files.size(pack) < 1 << 20);
        assertThrows(MalformedInputException.class, () -> install(pack));
        assertNothingLeftOver(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PK", "<html>not found</html>"})
    void saysThatSomethingElseIsNoPack(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("x"), text);
        assertTrue(assertThrows(MalformedInputException.class, () -> install(file))
                .reason()
                .contains("no signature pack"));
    }

    @Test
    void aProcessThatEndsAtAnyStepLeavesAWholeSet() throws Exception {
        Path one = TestPacks.pack(folder, "1", TestPacks.files("one"));
        Path two = TestPacks.pack(folder, "2", TestPacks.files("two"));
        Path key = Files.write(folder.resolve("key"), TestPacks.KEY.publicPem());
        List<String> marks = new ArrayList<>();
        for (String step :
                List.of("begun", "extracted", "written", "loaded", "moved", "previous set", "switched", "pruned")) {
            root = folder.resolve("store " + step);
            store = new SignatureStore(root);
            install(one);
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            UpdatingProcess.class.getName(),
                            root.toString(),
                            two.toString(),
                            key.toString(),
                            step)
                    .redirectErrorStream(true)
                    .redirectOutput(new File(folder.toFile(), "out"))
                    .start();
            assertEquals(UpdatingProcess.KILLED, process.waitFor(), Files.readString(folder.resolve("out")));
            marks.add(installedMark());
            // And the next update goes through.
            install(two);
            assertEquals("two", installedMark());
            assertNothingLeftOver(2);
        }
        assertEquals(List.of("one", "one", "one", "one", "one", "one", "two", "two"), marks);
    }

    @Test
    void updatesOneAtATime() throws IOException {
        Path one = TestPacks.pack(folder, "1", TestPacks.files("one"));
        store.install(PackSource.file(one), TestPacks.TRUST, false, set -> {
            assertTrue(assertThrows(IOException.class, () -> install(one))
                    .getMessage()
                    .contains("another update"));
            return "";
        });
        assertEquals("one", installedMark());
    }

    @Test
    void tellsDamage() throws IOException {
        install(TestPacks.pack(folder, "1", Map.of("a.yar", "a", "b.yar", "b")));
        Path set = store.current().folder();
        Files.writeString(set.resolve("a.yar"), "A");
        Files.delete(set.resolve("b.yar"));
        Files.writeString(set.resolve("c.yar"), "c");
        assertEquals(
                List.of("a.yar: changed", "b.yar: missing", "c.yar: not of the pack"), store.damage(store.current()));
    }

    @Test
    void followsNoLinkOutOfTheStore() throws IOException {
        Files.createDirectories(root);
        Files.createSymbolicLink(root.resolve("current"), folder);
        assertThrows(MalformedInputException.class, () -> store.current());
    }

    @Test
    void knowsItsSetWhereThereAreNoLinks() throws IOException {
        install(TestPacks.pack(folder, "1", TestPacks.files("one")));
        Path link = root.resolve("current");
        String target = Files.readSymbolicLink(link).toString();
        Files.delete(link);
        Files.writeString(link, target);
        assertEquals("one", installedMark());
    }

    @Test
    void takesTheNewestPackOfAFolder() throws IOException {
        Path packs = Files.createDirectory(folder.resolve("packs"));
        TestPacks.pack(packs, "1.9", TestPacks.files("nine"));
        TestPacks.pack(packs, "1.10", TestPacks.files("ten"));
        Files.writeString(packs.resolve("9.thorpack"), "junk");
        store.install(PackSource.newest(packs, TestPacks.TRUST), TestPacks.TRUST, false, LOADS);
        assertEquals("ten", installedMark());
        PackTrust other =
                PackTrust.parse(List.of(PackKey.generate(new SecureRandom()).publicPem()));
        assertThrows(MalformedInputException.class, () -> PackSource.newest(packs, other));
        assertThrows(MalformedInputException.class, () -> PackSource.newest(root.resolve("versions"), other));
    }

    @Test
    void fetchesOverHttpsAndOnlyOverHttps() throws Exception {
        TestTls tls = new TestTls(folder.resolve("tls"), "dns:localhost");
        byte[] pack = Files.readAllBytes(TestPacks.pack(folder, "1", TestPacks.files("one")));
        byte[] head =
                ("HTTP/1.1 200 OK\r\nContent-Length: " + pack.length + "\r\nConnection: close\r\n\r\n").getBytes(UTF_8);
        byte[] answer = Arrays.copyOf(head, head.length + pack.length);
        System.arraycopy(pack, 0, answer, head.length, pack.length);
        try (StubServer server = new StubServer(
                request -> switch (request.operation()) {
                    case "GET /a.thorpack" -> answer;
                    case "GET /cut.thorpack" -> Arrays.copyOf(answer, answer.length / 2);
                    default -> StubServer.json(404, "");
                },
                tls.sockets(null),
                "https")) {
            ConnectionSettings settings = ConnectionSettings.builder()
                    .authorities(Files.readAllBytes(tls.pem()))
                    .build();
            for (String missing : List.of("/cut.thorpack", "/other")) {
                assertThrows(
                        IOException.class,
                        () -> store.install(
                                PackSource.https(server.uri().resolve(missing), settings),
                                TestPacks.TRUST,
                                false,
                                LOADS));
                assertNull(store.current());
            }
            PackSource source = PackSource.https(server.uri().resolve("/a.thorpack"), settings);
            assertThrows(
                    IOException.class,
                    () -> store.install(
                            PackSource.https(
                                    server.uri().resolve("/a.thorpack"),
                                    ConnectionSettings.builder().build()),
                            TestPacks.TRUST,
                            false,
                            LOADS));
            assertTrue(store.install(source, TestPacks.TRUST, false, LOADS).changed());
            assertEquals("one", installedMark());
            assertFalse(store.install(source, TestPacks.TRUST, false, LOADS).changed());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> PackSource.https(java.net.URI.create("http://localhost/a"), settings));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1.0,0", "1.2,1.10,-1", "2026.11.22,2026.9.30,1", "2026.11.22.180000,2026.11.22,1"})
    void comparesVersions(String one, String other, int order) {
        assertEquals(order, Integer.signum(PackVersion.parse(one).compareTo(PackVersion.parse(other))));
        assertEquals(order == 0, PackVersion.parse(one).equals(PackVersion.parse(other)));
        if (order == 0) {
            assertEquals(
                    PackVersion.parse(one).hashCode(), PackVersion.parse(other).hashCode());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "1.", "a", "-1", "1.2.3.4.5.6.7", "999999999999999", "../1"})
    void refusesWhatIsNoVersion(String text) {
        assertThrows(MalformedInputException.class, () -> PackVersion.parse(text));
    }

    @Test
    void theSameFolderGivesTheSamePack() throws IOException {
        Path one = TestPacks.pack(folder, "1", TestPacks.files("one"));
        byte[] first = Files.readAllBytes(one);
        assertTrue(Arrays.equals(first, Files.readAllBytes(TestPacks.pack(folder, "1", TestPacks.files("one")))));
    }

    @Test
    void packsNoLinksAndNoOddNames() throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.writeString(tree.resolve("a"), "a");
        Path target = folder.resolve("p.thorpack");
        PackVersion version = PackVersion.parse("1");
        Files.createSymbolicLink(tree.resolve("link"), Path.of("/etc/passwd"));
        assertThrows(
                MalformedInputException.class,
                () -> PackWriter.write(tree, target, version, TestPacks.KEY.key(), TestPacks.NOW));
        Files.delete(tree.resolve("link"));
        Files.writeString(tree.resolve("a:b"), "a");
        assertThrows(
                MalformedInputException.class,
                () -> PackWriter.write(tree, target, version, TestPacks.KEY.key(), TestPacks.NOW));
        assertFalse(Files.exists(target));
    }
}
