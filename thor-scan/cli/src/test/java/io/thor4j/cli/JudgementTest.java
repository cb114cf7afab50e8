package io.thor4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options of {@code thor scan} that change how it judges: scoring, modes, selection, windows, floors. */
class JudgementTest {
    @TempDir
    private Path folder;

    private Path rules;
    private Path data;

    @BeforeEach
    void writeFiles() throws IOException {
        rules = write("rules/test.yar", """
                rule A { meta: score = 70 strings: $a = "evil" condition: $a }
                rule B { meta: score = 70 strings: $a = "evil" condition: $a }
                rule C { meta: score = 50 strings: $a = "evil" condition: $a }
                rule D { meta: score = 40 strings: $a = "evil" condition: $a }
                rule E { meta: score = 40 strings: $a = "evil" condition: $a }
                """);
        data = Files.createDirectories(folder.resolve("data"));
    }

    private Path write(String name, String text) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    private CommandRun scan(Object... more) {
        List<String> args = new ArrayList<>(List.of("scan", "--rules", rules.toString(), data.toString()));
        for (Object argument : more) {
            args.add(argument.toString());
        }
        return CommandRun.of(args.toArray(String[]::new));
    }

    @Test
    void scoringFollowsTheVersion() throws IOException {
        write("data/x.exe", "evil");
        assertTrue(scan().out().contains("Malware file found"), "11: 84 is an Alert");
        assertTrue(scan().out().contains("SCORE: 84"));
        CommandRun later = scan("--scoring", "10.7");
        assertTrue(later.out().contains("Possibly Dangerous file found"), "10.7: no sub-score above 75");
        CommandRun sum = scan("--scoring", "10.6");
        assertTrue(sum.out().contains("SCORE: 270"), sum.out());
        assertTrue(sum.out().startsWith("Warning"), "10.6: no sub-score of 75");
        assertEquals(2, scan("--scoring", "9").exitCode());
    }

    @Test
    void reasonsAreCutAsAskedFor() throws IOException {
        write("data/x.exe", "evil");
        assertTrue(scan().out().contains("REASON_2"));
        assertTrue(!scan().out().contains("REASON_3"));
        assertTrue(scan("--max-reasons", "0").out().contains("REASON_5"));
        assertTrue(scan("--intense").out().contains("REASON_5"));
        assertTrue(!scan("--intense", "--max-reasons", "1").out().contains("REASON_2"), "options beat the mode");
    }

    @Test
    void quickModeLooksIntoRelevantFilesOnly() throws IOException {
        write("data/x.exe", "evil");
        write("data/x.xyz", "evil");
        CommandRun all = scan();
        assertTrue(all.err().contains("files seen 2 = clean 0 + matched 2"), all.err());
        for (String quick : List.of("--quick", "--fast", "--mode=quick")) {
            CommandRun run = scan(quick);
            assertTrue(run.err().contains("files seen 2 = clean 0 + matched 1 + incomplete 0 + skipped 1"), run.err());
            assertTrue(run.err().contains("skipped: type not relevant 1"), run.err());
        }
        assertTrue(scan("--quick", "--content", "all").err().contains("matched 2"));
        assertEquals(2, scan("--quick", "--lab").exitCode());
        assertEquals(2, scan("--mode", "warp").exitCode());
        assertEquals(2, scan("--content", "some").exitCode());
    }

    @Test
    void tableOfTypesIsLoadedAndItsMistakesAreNamed() throws IOException {
        write("data/x.xyz", "evil");
        Path types = write("types.txt", "# ours\n65 76 69 6C;EVIL FILE\n");
        CommandRun run = scan("--file-types", types, "--content", "relevant");
        assertTrue(run.out().contains("TYPE: EVIL FILE"), run.out());
        Path bad = write("bad.txt", "65 7;X\n");
        CommandRun refused = scan("--file-types", bad);
        assertEquals(2, refused.exitCode());
        assertTrue(refused.err().contains("bad.txt:1"), refused.err());
        assertEquals(2, scan("--file-types", folder.resolve("no")).exitCode());
    }

    @Test
    void lookbackLeavesOldFilesOut() throws IOException {
        Path old = write("data/old.exe", "evil");
        Files.setLastModifiedTime(old, FileTime.fromMillis(0));
        write("data/new.exe", "evil");
        CommandRun run = scan("--lookback", "1", "--lookback-aptdirs");
        boolean tellsInode =
                folder.getFileSystem().supportedFileAttributeViews().contains("unix");
        /* Where the file system tells when an inode changed, a time that was turned back fools nobody. */
        assertTrue(run.err().contains(tellsInode ? "matched 2" : "matched 1"), run.err());
        assertEquals(2, scan("--lookback", "-1").exitCode());
    }

    @Test
    void imageIsScannedInWindows() throws IOException {
        Path image = folder.resolve("disk.img");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(1 << 20);
            file.seek((512 << 10) - 2);
            file.write("evil".getBytes(StandardCharsets.US_ASCII));
        }
        CommandRun run =
                CommandRun.of("scan", "--rules", rules.toString(), "-m", image.toString(), "--chunk-size", "512KB");
        assertEquals(1, run.out().split("Malicious file chunk found", -1).length - 1, run.out());
        assertTrue(run.out().contains("CHUNK_OFFSET: 0x40000"), run.out());
        assertTrue(run.err().contains("files seen 1 = clean 0 + matched 1"), run.err());
        Files.move(image, data.resolve("large.img"));
        assertTrue(scan("--max-file-size", "1KB").err().contains("incomplete: max-file-size 1"));
        assertTrue(scan("--max-file-size", "1KB", "--deep-dive", "all").err().contains("matched 1"));
        assertEquals(2, scan("--chunk-size", "3").exitCode());
        assertEquals(2, scan("--deep-dive", "deep").exitCode());
    }

    @Test
    void mountedImageIsShownUnderItsOwnPaths() throws IOException {
        write("data/Windows/evil.exe", "evil");
        CommandRun run = scan("--path-remap", data + ":C");
        assertTrue(run.out().contains("FILE: C:\\Windows\\evil.exe "), run.out());
        assertEquals(2, scan("--virtual-map", "nonsense").exitCode());
    }

    @Test
    void scanEndsWhenTheDiskOfItsLogIsFull() throws IOException {
        write("data/x.exe", "evil");
        Path log = folder.resolve("log.json");
        CommandRun run = scan("--json", log, "--min-free-disk", "9000000000GB");
        assertEquals(2, run.exitCode(), "no such size");
        CommandRun short_ = scan("--json", log, "--min-free-disk", "8000000000GB");
        assertEquals(3, short_.exitCode());
        assertTrue(short_.err().contains("short of memory or disk"), short_.err());
        CommandRun off = scan("--json", log, "--no-resource-check");
        assertEquals(1, off.exitCode());
    }

    @Test
    void filesOfPatternsLeavePathsAndFindingsOut() throws IOException {
        write("data/keep.exe", "evil");
        write("data/other.exe", "evil");
        write("data/Backup7/x.exe", "evil");
        Path excludes = write("directory-excludes.cfg", "# ours\n\\\\backup[0-9]$\n");
        Path filters = write("false_positive_filters.cfg", "FILE: [^ ]*other\\.exe \n");
        CommandRun run = scan("--directory-excludes", excludes, "--false-positive-filters", filters);
        assertEquals(1, run.out().split("Malware file found", -1).length - 1, run.out());
        assertTrue(run.out().contains("keep.exe"));
        assertTrue(run.err().contains("thor: false positive filters suppressed 1 findings"), run.err());
        assertTrue(run.err().contains("skipped: excluded by pattern 1"), run.err());
        Path bad = write("bad.cfg", "fine\n(\n");
        CommandRun refused = scan("--directory-excludes", bad);
        assertEquals(2, refused.exitCode());
        assertTrue(refused.err().contains("bad.cfg:2"), refused.err());
        assertEquals(2, scan("--false-positive-filters", folder.resolve("no")).exitCode());
    }

    @Test
    void timesAndPercentagesAreChecked() {
        assertEquals(2, scan("--max-runtime", "soon").exitCode());
        assertEquals(0, scan("--max-runtime", "90m").exitCode());
        assertEquals(2, scan("--cpu-limit", "5").exitCode());
        assertEquals(0, scan("--cpu-limit", "100", "--soft").exitCode());
    }
}
