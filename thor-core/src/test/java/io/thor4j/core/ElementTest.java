package io.thor4j.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElementTest {
    private static final ElementSettings SMALL = new ElementSettings(10, MagicTypes.standard());

    @TempDir
    Path folder;

    private static byte[] first(Content content) {
        return Arrays.copyOf(content.array(), content.length());
    }

    private static Content read(String data, long stated, long limit) {
        return read(data, stated, limit, new ReadBuffer());
    }

    private static Content read(String data, long stated, long limit, ReadBuffer buffer) {
        return ContentReader.read(
                Channels.newChannel(new ByteArrayInputStream(data.getBytes(UTF_8))),
                stated,
                limit,
                "max-file-size",
                buffer);
    }

    @Test
    void memoryIsUsedAgainAndShowsNothingOfTheFileBefore() {
        ReadBuffer buffer = new ReadBuffer();
        Content large = read("0123456789".repeat(10_000), 100_000, 1_000_000, buffer);
        assertEquals(100_000, large.length());
        for (String text : List.of("", "abc", "x".repeat(100_000), "y".repeat(99_999))) {
            for (long stated : new long[] {-1, 0, text.length(), 100_000}) {
                Content next = read(text, stated, 1_000_000, buffer);
                assertEquals(text, new String(first(next), UTF_8));
                Content alone = read(text, stated, 1_000_000);
                assertEquals(alone.state(), next.state());
            }
        }
        byte[] array = read("abc", 3, 1_000_000, buffer).array();
        assertTrue(array == read("abcdef", 6, 1_000_000, buffer).array(), "one array for both");
        Content limited = read("abcdef", 6, 4, buffer);
        assertEquals("abcd", new String(first(limited), UTF_8), "the limit counts, not the memory");
        assertEquals(Content.State.TRUNCATED, limited.state());
    }

    @Test
    void releasedElementReadsIntoMemoryOfItsOwn() throws IOException {
        ReadBuffer buffer = new ReadBuffer();
        Element first =
                Element.of(Target.of(Files.writeString(folder.resolve("a"), "first")), ElementSettings.DEFAULT, buffer);
        byte[] shared = first.content().array();
        first.release();
        Element second =
                Element.of(Target.of(Files.writeString(folder.resolve("b"), "other")), ElementSettings.DEFAULT, buffer);
        assertSame(shared, second.content().array());
        assertEquals("first", new String(first(first.content()), UTF_8));
        assertEquals("other", new String(first(second.content()), UTF_8));
        Element lent = Element.of(Target.of(folder.resolve("a")), ElementSettings.DEFAULT, buffer)
                .lend();
        assertNotSame(shared, lent.content().array(), "a copy may be in the hands of a thread that was left to itself");
    }

    @Test
    void aFileTellsItsFacts() throws IOException {
        Path path = Files.writeString(folder.resolve("Evil.EXE"), "MZabc");
        Files.setLastModifiedTime(path, FileTime.from(Instant.parse("2020-09-02T17:18:04Z")));
        Element element = Element.of(Target.of(path), ElementSettings.DEFAULT);
        assertEquals("Evil.EXE", element.name().fileName());
        assertEquals(".exe", element.extension());
        assertEquals("EXE", element.magicType());
        assertEquals(5, element.size());
        assertEquals(new FirstBytes("4d5a616263", "MZabc"), element.firstBytes());
        assertEquals(
                new Hashes(
                        "348f438d9874b4b81153ac1d98edfc2a",
                        "d3b2a5018575b9ee86286c82abc0496684c80fa4",
                        "b3c33302a88a0806b0ab0ba3be9dc102e6026a7bb82e11d1811c873d8aa64219"),
                element.hashes());
        assertSame(element.content(), element.content());
        assertSame(element.hashes(), element.hashes());
        assertEquals("file", element.subject().type());
        assertEquals(
                OffsetDateTime.parse("2020-09-02T17:18:04Z"), element.subject().resolve("/file_times/modified"));
        assertEquals("EXE", element.subject().get("magic_header"));
    }

    @Test
    void theHeadOfAFileIsReadWithoutTheRest() throws IOException {
        Path path = Files.writeString(folder.resolve("f"), "0123456789ABCDEF");
        Element element = Element.of(Target.of(path), ElementSettings.DEFAULT);
        assertArrayEquals("0123".getBytes(UTF_8), first(element.head(4)));
        assertSame(element.head(4), element.head(3));
        assertArrayEquals("01234567".getBytes(UTF_8), first(element.head(8)));
        assertArrayEquals("0123456789ABCDEF".getBytes(UTF_8), first(element.head(100)));
        assertThrows(IllegalArgumentException.class, () -> element.head(Element.MAX_HEAD + 1));
    }

    @Test
    void contentBeyondTheLimitIsCutAndNotHashed() throws IOException {
        Path path = Files.writeString(folder.resolve("f"), "0123456789A");
        for (Target target : List.of(
                Target.of(path),
                Target.of("f", "0123456789A".getBytes(UTF_8)),
                Target.of("f", () -> new ByteArrayInputStream("0123456789A".getBytes(UTF_8))))) {
            Element element = Element.of(target, SMALL);
            assertEquals(Content.State.TRUNCATED, element.content().state(), target.toString());
            assertEquals("max-file-size", element.content().detail());
            assertArrayEquals("0123456789".getBytes(UTF_8), first(element.content()));
            assertNull(element.hashes());
        }
        assertEquals(11, Element.of(Target.of(path), SMALL).size());
        assertTrue(Element.of(Target.of("f", new byte[10]), SMALL).content().isWhole());
    }

    @ParameterizedTest
    @CsvSource({
        "abc, 3, 10, COMPLETE, 3",
        "abc, -1, 10, COMPLETE, 3",
        "abc, 2, 10, GROWN, 3",
        "abc, 0, 10, GROWN, 3",
        "abc, 5, 10, SHRUNK, 3",
        "abc, 3, 3, COMPLETE, 3",
        "abc, 3, 2, TRUNCATED, 2",
        "abc, 1, 2, TRUNCATED, 2",
        "abc, 3, 0, TRUNCATED, 0",
        "'', 0, 0, COMPLETE, 0",
    })
    void aStatedSizeIsOnlyAHint(String data, long stated, long limit, Content.State state, int length) {
        Content content = read(data, stated, limit);
        assertEquals(state, content.state());
        assertEquals(length, content.length());
    }

    @Test
    void aHugeStatedSizeIsNotAllocated() {
        Content content = read("abc", Long.MAX_VALUE - 1, Integer.MAX_VALUE);
        assertEquals(Content.State.SHRUNK, content.state());
        assertTrue(content.array().length <= 8 << 20);
    }

    @Test
    void aLargeFileIsReadWhole() throws IOException {
        byte[] data = new byte[9 << 20];
        new Random(1).nextBytes(data);
        Path path = Files.write(folder.resolve("large"), data);
        Content content = Element.of(Target.of(path), ElementSettings.DEFAULT).content();
        assertEquals(Content.State.COMPLETE, content.state());
        assertArrayEquals(data, first(content));
    }

    @Test
    void aBrokenStreamKeepsWhatCameBefore() throws IOException {
        InputStream closed = InputStream.nullInputStream();
        closed.close();
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(new byte[3]), closed);
        Content content = ContentReader.read(broken, 100, "max-file-size");
        assertEquals(Content.State.UNREADABLE, content.state());
        assertEquals("read error: IOException", content.detail());
        assertEquals(3, content.length());
    }

    @Test
    void aMissingFileHasNoFacts() {
        Element element = Element.of(Target.of(folder.resolve("none.txt")), ElementSettings.DEFAULT);
        assertEquals(Content.State.UNREADABLE, element.content().state());
        assertEquals("file disappeared", element.content().detail());
        assertNull(element.metadata());
        assertNull(element.hashes());
        assertEquals("disappeared", element.subject().get("exists"));
        assertNull(element.subject().get("hashes"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void unixFactsAreThere() throws IOException {
        Path path = Files.writeString(folder.resolve("s.sh"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-x--x"));
        Element element = Element.of(Target.of(path), ElementSettings.DEFAULT);
        FileMetadata metadata = element.metadata();
        assertNotNull(metadata);
        assertEquals(0100751, metadata.mode());
        assertNotNull(metadata.changed());
        assertNotEquals(metadata.modified(), metadata.created());
        assertEquals("rwxr-x--x", metadata.permissions().text());
        assertEquals(System.getProperty("user.name"), metadata.permissions().owner());
        assertEquals("Script", element.magicType());
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkIsNotFollowedAndADirectoryHasNoContent() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("no/such target"));
        Element element = Element.of(Target.of(link), ElementSettings.DEFAULT);
        assertArrayEquals("no/such target".getBytes(UTF_8), first(element.content()));
        assertEquals("no/such target", element.subject().get("target"));
        assertNull(element.hashes());
        Element directory = Element.of(Target.of(folder), ElementSettings.DEFAULT);
        assertEquals(0, directory.content().length());
        assertNull(directory.subject().get("hashes"));
    }

    @Test
    void membersKnowWhereTheyCameFrom() {
        Element mail = Element.of(Target.of("C:\\temp\\a.eml", new byte[1]), ElementSettings.DEFAULT);
        Element zip = Element.member(mail, "test.zip", "EMAIL", Content.complete(new byte[2]), null);
        Element text = Element.member(
                zip, "path/in/zip.txt", "ZIP", Content.complete("x".getBytes(UTF_8)), FileMetadata.ofSize(1));
        assertEquals("C:\\temp\\a.eml\\test.zip\\path\\in\\zip.txt", text.name().text());
        assertEquals(List.of("EMAIL", "ZIP"), text.unpackSource());
        assertEquals(2, text.depth());
        assertSame(zip, text.parent());
        assertEquals(List.of("EMAIL", "ZIP"), text.subject().get("unpack_source"));
        Element line = Element.record(text, ObservedObject.logLine(3, "hello"), "hello");
        assertEquals("log line", line.type());
        assertEquals("hello", new String(first(line.content()), UTF_8));
        assertEquals("", line.extension());
        assertNotNull(line.hashes());
    }

    @Test
    void releasedContentIsReadAgainOnlyFromAFile() throws IOException {
        Path path = Files.writeString(folder.resolve("f"), "abc");
        Element file = Element.of(Target.of(path), ElementSettings.DEFAULT);
        Content before = file.content();
        file.release();
        assertArrayEquals(first(before), first(file.content()));
        Element bytes = Element.of(Target.of("f", "abc".getBytes(UTF_8)), ElementSettings.DEFAULT);
        Hashes hashes = bytes.hashes();
        bytes.release();
        assertEquals(Content.State.RELEASED, bytes.content().state());
        assertSame(hashes, bytes.hashes());
    }

    @Test
    void aStreamIsOpenedOnce() {
        AtomicInteger opened = new AtomicInteger();
        Element element = Element.of(
                Target.of("s", () -> {
                    opened.incrementAndGet();
                    return new ByteArrayInputStream(new byte[] {'P', 'K', 3, 4, 0x14, 0, 6, 0});
                }),
                ElementSettings.DEFAULT);
        assertEquals("Office", element.magicType());
        assertNotNull(element.hashes());
        assertEquals(8, element.size());
        assertEquals(1, opened.get());
    }

    @Test
    void namesAreDataWhateverTheHost() {
        Element element = Element.of(new Target.PathTarget(folder, "\\\\srv\\c$\\x.Dll"), ElementSettings.DEFAULT);
        assertEquals("\\\\srv\\c$", element.name().directory());
        assertEquals(".dll", element.extension());
        assertEquals(folder, element.path());
    }

    @Test
    void headOfWithheldContentCanStillBeShown() {
        Element element = Element.of(Target.of("a", new byte[] {1, 2, 3, 4}), ElementSettings.DEFAULT);
        element.withholdContent("not relevant");
        Element head = element.headOnly(3);
        assertEquals(3, head.content().length());
        assertTrue(head.content().isWhole());
        assertEquals(0, element.content().length());
        assertEquals("not relevant", element.contentWithheld());
    }

    @Test
    void lentElementKeepsItsReleaseToItself() {
        Element element = Element.of(Target.of("a", new byte[] {1, 2, 3, 4}), ElementSettings.DEFAULT);
        Element lent = element.lend();
        assertEquals("UNKNOWN", lent.magicType());
        lent.release();
        element.takeBack(lent);
        assertEquals(4, element.content().length());
    }
}
