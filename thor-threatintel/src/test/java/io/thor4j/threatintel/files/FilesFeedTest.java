package io.thor4j.threatintel.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.ThorException;
import io.thor4j.core.ioc.Ioc;
import io.thor4j.core.ioc.IocKind;
import io.thor4j.core.ioc.IocPattern;
import io.thor4j.threatintel.IntelLimits;
import io.thor4j.threatintel.MovableClock;
import io.thor4j.threatintel.export.IndicatorExporter;
import io.thor4j.threatintel.export.IocMapping;
import io.thor4j.threatintel.feed.FeedSync;
import io.thor4j.threatintel.feed.SyncReport;
import io.thor4j.threatintel.store.ExpiryPolicy;
import io.thor4j.threatintel.store.IndicatorStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Local files into a store, and how changes of them are seen. */
class FilesFeedTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant OLD = NOW.minus(Duration.ofDays(9));
    private static final String MD5 = "0123456789abcdef0123456789abcdef";

    @TempDir
    private Path folder;

    private final MovableClock clock = new MovableClock(NOW);
    private Path files;
    private IndicatorStore store;

    @BeforeEach
    void openStore() throws IOException {
        files = Files.createDirectory(folder.resolve("files"));
        store = IndicatorStore.open(folder.resolve("store.db"), ExpiryPolicy.DEFAULT, clock);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private void write(String name, String text, Instant changed) throws IOException {
        Path file = files.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(changed));
    }

    private FilesFeed feed(Path... paths) {
        return new FilesFeed(
                "local",
                paths.length == 0 ? List.of(files) : List.of(paths),
                new IntelLimits(1 << 20, 1 << 16, 40, 100_000, 1 << 16),
                clock);
    }

    private SyncReport sync() {
        return new FeedSync(feed(), store, any -> {}).run();
    }

    private TreeSet<String> active() {
        TreeSet<String> values = new TreeSet<>();
        store.forEachActive(stored ->
                values.add(stored.indicator().type() + "=" + stored.indicator().value()));
        return values;
    }

    private List<Ioc> iocs() {
        List<Ioc> iocs = new ArrayList<>();
        store.forEachActive(stored -> iocs.addAll(IocMapping.DEFAULT.iocs(stored.indicator())));
        return iocs;
    }

    @Test
    void linesOfThorBecomeWhatTheScannerMakesOfThem() throws IOException {
        write(
                "my-filename-iocs.txt",
                "# Dropper\n\\\\drop\\.exe$;75;\\\\good\\\\\nplain.txt;40\n#\\\\off;10\nold style;a comment\n",
                OLD);
        write("my-hash-iocs.txt", "\uFEFF" + MD5 + ";60;A note\nnot a hash;1\n", OLD);
        write("trusted-hash.txt", MD5.replace('0', '9') + "\n", OLD);
        write("c2-iocs.txt", "evil.example\n10.0.0.0/8;65\n192.0.2.1\nhttp://no\n", OLD);
        write("keywords.txt", "  Mimi Katz\n", OLD);
        write("handles.txt", "Global\\evil;a handle\nevil[0-9]+\n", OLD);
        write("pipes.txt", "evil_pipe;80;a pipe\n", OLD);
        write("readme.txt", "no indicators\n", OLD);
        FilesFeed feed = feed();
        new FeedSync(feed, store, any -> {}).run();
        assertEquals(
                List.of(
                        "c2-iocs.txt:4: not a host name, address or network: http://no",
                        "my-hash-iocs.txt:2: not a hash: not a hash"),
                feed.problems());
        List<String> read = new ArrayList<>();
        for (Ioc ioc : iocs()) {
            IocPattern pattern = ioc.pattern();
            read.add(ioc.kind() + " " + pattern.match() + (pattern.caseSensitive() ? " " : " (any case) ")
                    + pattern.text() + " " + ioc.note().score() + " "
                    + ioc.note().description()
                    + (ioc.falsePositives().isEmpty()
                            ? ""
                            : " not " + ioc.falsePositives().get(0).text()));
        }
        assertEquals(
                new TreeSet<>(List.of(
                        "FILENAME REGEX \\\\drop\\.exe$ 75 Dropper not \\\\good\\\\",
                        "FILENAME REGEX plain.txt 40 Dropper",
                        "FILENAME CONTAINS (any case) old style 60 a comment",
                        "HASH EQUALS (any case) " + MD5 + " 60 A note",
                        "HASH EQUALS (any case) " + MD5.replace('0', '9') + " -100 File",
                        "DOMAIN EQUALS (any case) evil.example 100 Host",
                        "DOMAIN EQUALS (any case) 10.0.0.0/8 65 CIDR",
                        "DOMAIN EQUALS (any case) 192.0.2.1 100 Address",
                        "KEYWORD CONTAINS Mimi Katz 60 Keyword IOC",
                        "HANDLE EQUALS Global\\evil 70 a handle",
                        "HANDLE REGEX evil[0-9]+ 70 Handle IOC",
                        "NAMED_PIPE EQUALS (any case) evil_pipe 80 a pipe")),
                new TreeSet<>(read));
    }

    @Test
    void whatIsExportedForThorIsReadBackAsTheSame() throws IOException {
        write("a-filename.txt", "\\\\drop\\.exe$;75;good\n", OLD);
        write("a-hash.txt", MD5 + ";60;A note\n", OLD);
        sync();
        Path exported = folder.resolve("exported");
        new IndicatorExporter(store, IocMapping.DEFAULT).thor(exported, "x");
        assertEquals(
                1,
                Files.readAllLines(exported.resolve("x-filename-iocs.txt")).stream()
                        .filter(line -> line.equals("\\\\drop\\.exe$;75;good"))
                        .count());
    }

    @Test
    void tablesAreReadByTheirHeadingAndOursComeBack() throws IOException {
        write(
                "list.csv",
                "Type,VALUE,score,tags,expires,description\n"
                        + ",evil.example,,,,\n"
                        + ",10.0.0.1,,,,\n"
                        + ",http://evil.example/x,500,a b,2027-01-01T00:00:00Z,\"two\nlines, \"\"quoted\"\"\"\n"
                        + "Mutex,'=1+1,,,,\n"
                        + ",,,,,\n"
                        + ",what is this?,,,,\n"
                        + "Host,late.example,many,,,\n"
                        + "Host,short.example\n",
                OLD);
        FilesFeed feed = feed();
        new FeedSync(feed, store, any -> {}).run();
        assertEquals(
                new TreeSet<>(List.of(
                        "Address=10.0.0.1",
                        "Host=evil.example",
                        "Host=short.example",
                        "Mutex==1+1",
                        "URL=http://evil.example/x")),
                active());
        assertEquals(
                List.of(
                        "list.csv:7: no value",
                        "list.csv:8: no type, and the value does not tell it: what is this?",
                        "list.csv:9: score is no number: many"),
                feed.problems());
        store.forEachActive(stored -> {
            if (stored.indicator().type().equals("URL")) {
                assertEquals(500, stored.indicator().threatScore());
                assertEquals(List.of("a", "b"), stored.indicator().notes().tags());
                assertEquals(
                        "two\nlines, \"quoted\"", stored.indicator().notes().description());
                assertEquals(
                        Instant.parse("2027-01-01T00:00:00Z"),
                        stored.indicator().expires());
            }
        });
        TreeSet<String> before = active();
        Path exported = Files.createDirectory(folder.resolve("exported")).resolve("all.csv");
        new IndicatorExporter(store, IocMapping.DEFAULT).csv(exported);
        try (IndicatorStore other = IndicatorStore.open(folder.resolve("other.db"), ExpiryPolicy.NONE, clock)) {
            new FeedSync(feed(exported), other, any -> {}).run();
            TreeSet<String> again = new TreeSet<>();
            other.forEachActive(stored -> again.add(
                    stored.indicator().type() + "=" + stored.indicator().value()));
            assertEquals(before, again);
        }
    }

    @Test
    void onlyWhatChangedIsReadAgainAndWhatIsRemovedLeaves() throws IOException {
        write("c2-a.txt", "a.example\nb.example\n", OLD);
        write("sub/c2-b.txt", "c.example\n", OLD);
        assertEquals(3, sync().counts().added());
        SyncReport same = sync();
        assertFalse(same.full());
        assertEquals(0, same.indicators());

        write("c2-a.txt", "a.example\nd.example\n", OLD.plusSeconds(60));
        assertTrue(sync().full());
        assertEquals(new TreeSet<>(List.of("Host=a.example", "Host=c.example", "Host=d.example")), active());

        // Another time and the same content is no change.
        write("c2-a.txt", "a.example\nd.example\n", OLD.plusSeconds(90));
        assertFalse(sync().full());

        Files.delete(files.resolve("sub/c2-b.txt"));
        sync();
        assertEquals(new TreeSet<>(List.of("Host=a.example", "Host=d.example")), active());
    }

    @Test
    void aFileThatIsWrittenTwiceInOneMomentIsSeenByItsContent() throws IOException {
        write("c2-a.txt", "a.example\n", NOW);
        sync();
        write("c2-a.txt", "b.example\n", NOW);
        sync();
        assertEquals(new TreeSet<>(List.of("Host=b.example")), active());
    }

    @Test
    void whatAFileStillHoldsIsNoOrphan() throws IOException {
        write("c2-a.txt", "a.example\n", OLD);
        for (int day = 0; day < 100; day++) {
            sync();
            clock.advance(Duration.ofHours(25));
        }
        assertEquals(1, store.activeCount());
    }

    @ParameterizedTest
    @CsvSource({
        "'m.json', '{\"type\":\"bundle\",\"objects\":[{\"type\":\"indicator\"'",
        "'m.json', '{\"type\":\"report\",\"objects\":[]}'",
        "'m.json', '[]'",
        "'m.json', ''",
        "'m.csv', 'no,heading\n1,2\n'",
        "'m.csv', 'value\n\"a\"b\n'"
    })
    void aBrokenFileIsSaidTheOthersComeAndNothingLeaves(String name, String text) throws IOException {
        write("c2-a.txt", "a.example\nb.example\n", OLD);
        write(name, name.endsWith(".csv") ? "value\nkept.example\n" : bundle("kept.example"), OLD);
        write("z-c2.txt", "y.example\n", OLD);
        sync();
        write("c2-a.txt", "a.example\n", OLD.plusSeconds(9));
        write(name, text, OLD.plusSeconds(9));
        write("z-c2.txt", "z.example\n", OLD.plusSeconds(9));
        for (int i = 0; i < 3; i++) {
            ThorException e = assertThrows(ThorException.class, this::sync);
            assertTrue(e.getMessage().contains(name), e.getMessage());
            assertEquals(
                    new TreeSet<>(List.of(
                            "Host=a.example",
                            "Host=b.example",
                            "Host=kept.example",
                            "Host=y.example",
                            "Host=z.example")),
                    active());
        }
        write(name, name.endsWith(".csv") ? "value\nnew.example\n" : bundle("new.example"), OLD.plusSeconds(18));
        sync();
        assertEquals(new TreeSet<>(List.of("Host=a.example", "Host=new.example", "Host=z.example")), active());
    }

    private static String bundle(String host) {
        return "{\"type\":\"bundle\",\"id\":\"bundle--1\",\"objects\":[{\"type\":\"identity\"},"
                + "{\"type\":\"indicator\",\"id\":\"indicator--1\",\"created\":\"2026-01-01T00:00:00Z\","
                + "\"modified\":\"2026-01-01T00:00:00Z\",\"pattern_type\":\"stix\",\"pattern\":\"[domain-name:value = '"
                + host + "']\"}]}";
    }

    @Test
    void aRunThatWasEndedAnywhereGoesOnAndLosesNothing() throws IOException {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 3500; i++) {
            many.append("h").append(i).append(".example\n");
        }
        write("c2-a.txt", many.toString(), OLD);
        write("c2-b.txt", "last.example\n", OLD);
        for (int stop = 1; stop <= 3; stop++) {
            assertThrows(
                    CancellationException.class,
                    () -> new FeedSync(feed(), store, report -> {
                                throw new CancellationException();
                            })
                            .run());
            assertEquals(1000L * stop, store.activeCount());
        }
        // Another file now: it is read from its begin.
        write("c2-a.txt", "first.example\n" + many, OLD.plusSeconds(5));
        sync();
        assertEquals(3502, store.activeCount());
        assertFalse(sync().full());
    }

    @Test
    void aPathThatIsNotThereLetsNothingLeave() throws IOException {
        write("c2-a.txt", "a.example\n", OLD);
        sync();
        Files.move(files, folder.resolve("unmounted"));
        assertThrows(ThorException.class, this::sync);
        assertEquals(1, store.activeCount());
        Files.move(folder.resolve("unmounted"), files);
        sync();
        ThorException e = assertThrows(
                ThorException.class, () -> new FeedSync(feed(folder.resolve("store.db")), store, any -> {}).run());
        assertTrue(e.getMessage().contains("does not say what the file holds"), e.getMessage());
    }

    @Test
    void aFileThatIsTooLargeIsSaid() throws IOException {
        write("c2-a.txt", "a.example\n" + "#".repeat(1 << 20), OLD);
        ThorException e = assertThrows(ThorException.class, this::sync);
        assertTrue(e.getMessage().contains("larger than 1048576 bytes"), e.getMessage());
        assertEquals(
                0, iocs().stream().filter(ioc -> ioc.kind() == IocKind.DOMAIN).count());
    }
}
