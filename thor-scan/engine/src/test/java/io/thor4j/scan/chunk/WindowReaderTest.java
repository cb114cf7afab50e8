package io.thor4j.scan.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowReaderTest {
    @TempDir
    Path folder;

    private static List<String> windows(Path file, int size) throws IOException {
        List<String> windows = new ArrayList<>();
        try (WindowReader reader = WindowReader.open(file, new byte[size])) {
            while (reader.next()) {
                windows.add(reader.offset() + "-" + (reader.offset() + reader.length()));
            }
        }
        return windows;
    }

    @Test
    void windowsOverlapByHalf() throws Exception {
        Path file = Files.write(folder.resolve("f"), new byte[30]);
        assertEquals(List.of("0-12", "6-18", "12-24", "18-30"), windows(file, 12));
        Files.write(file, new byte[31]);
        assertEquals(List.of("0-12", "6-18", "12-24", "18-30", "24-31"), windows(file, 12));
        Files.write(file, new byte[12]);
        assertEquals(List.of("0-12"), windows(file, 12));
        Files.write(file, new byte[3]);
        assertEquals(List.of("0-3"), windows(file, 12));
        Files.write(file, new byte[0]);
        assertEquals(List.of(), windows(file, 12));
    }

    @Property(tries = 200)
    void everyShortRunIsWholeInAWindow(
            @ForAll @IntRange(min = 1, max = 200) int size,
            @ForAll @IntRange(min = 1, max = 10) int half,
            @ForAll @IntRange(max = 199) int begin)
            throws Exception {
        byte[] content = new byte[size];
        for (int i = 0; i < size; i++) {
            content[i] = (byte) i;
        }
        Path file = Files.createTempFile("window", null);
        try {
            Files.write(file, content);
            int from = begin % size;
            int to = Math.min(size, from + half);
            byte[] window = new byte[2 * half];
            int holding = 0;
            try (WindowReader reader = WindowReader.open(file, window)) {
                while (reader.next()) {
                    int low = (int) reader.offset();
                    assertTrue(Arrays.equals(window, 0, reader.length(), content, low, low + reader.length()));
                    holding += low <= from && to <= low + reader.length() ? 1 : 0;
                }
                assertTrue(reader.isLast());
            }
            assertTrue(holding >= 1, from + "-" + to);
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void fileThatIsCutWhileItIsReadHasShrunk() throws Exception {
        Path file = Files.write(folder.resolve("f"), new byte[100]);
        try (WindowReader reader = WindowReader.open(file, new byte[20])) {
            assertTrue(reader.next());
            try (RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw")) {
                writer.setLength(35);
            }
            List<Integer> lengths = new ArrayList<>();
            while (reader.next()) {
                lengths.add(reader.length());
            }
            assertEquals(List.of(20, 15), lengths);
            assertTrue(reader.hasShrunk());
        }
    }

    @Test
    void missingFileAndOddWindowAreRefused() throws Exception {
        assertThrows(NoSuchFileException.class, () -> WindowReader.open(folder.resolve("no"), new byte[10]));
        Path file = Files.write(folder.resolve("f"), new byte[1]);
        assertThrows(IllegalArgumentException.class, () -> WindowReader.open(file, new byte[11]));
        assertThrows(IllegalArgumentException.class, () -> WindowReader.open(file, new byte[0]));
    }
}
