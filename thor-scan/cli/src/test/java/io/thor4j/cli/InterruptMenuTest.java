package io.thor4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl+C on a real terminal, which the command {@code script} of util-linux provides. */
class InterruptMenuTest {
    private static final int CTRL_C = 3;

    @TempDir
    Path folder;

    private final StringBuilder screen = new StringBuilder();

    @BeforeEach
    void terminalIsThere() throws Exception {
        boolean there;
        try {
            there = new ProcessBuilder("script", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            there = false;
        }
        if (!there) {
            System.out.println("InterruptMenuTest skipped: no command 'script' that could give thor a terminal");
        }
        assumeTrue(there);
        /* Keeps the scan busy for as long as the test needs it, and takes no room. */
        try (RandomAccessFile image =
                new RandomAccessFile(folder.resolve("image").toFile(), "rw")) {
            image.setLength(1L << 40);
        }
    }

    private Process scan() throws IOException {
        List<String> command = new ArrayList<>();
        for (String word : ThorProcess.command(List.of("-Xmx256m"), List.of("scan", "--print-files", "-m", "image"))) {
            command.add("'" + word.replace("'", "'\\''") + "'");
        }
        /*
         * A shell that stayed between would get Ctrl+C as well, and some shells then end with a code of their own. Who starts this build in the
         * background may have made all below ignore Ctrl+C.
         */
        String start = "exec env --default-signal=INT " + String.join(" ", command);
        return new ProcessBuilder("script", "-qec", start, "/dev/null")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private void until(Process process, String text) throws IOException {
        int from = screen.length();
        InputStream in = process.getInputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            screen.append((char) next);
            if (screen.indexOf(text, from) >= 0) {
                return;
            }
        }
        throw new AssertionError("'" + text + "' did not appear: " + screen);
    }

    private static void type(Process process, String keys) throws IOException {
        OutputStream out = process.getOutputStream();
        out.write(keys.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Test
    void ctrlCAsksAndTheScanGoesOnOrEnds() throws Exception {
        Process process = scan();
        try {
            until(process, "scanning image");
            type(process, String.valueOf((char) CTRL_C));
            until(process, "now at image");
            until(process, "to abort: ");
            type(process, "c\n");
            until(process, "the scan goes on");
            type(process, String.valueOf((char) CTRL_C));
            until(process, "to abort: ");
            type(process, "a\n");
            until(process, "files seen 1");
            assertTrue(process.waitFor(1, TimeUnit.MINUTES));
            assertEquals(ExitCodes.INCOMPLETE, process.exitValue(), screen.toString());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aSecondCtrlCEndsTheScan() throws Exception {
        Process process = scan();
        try {
            until(process, "scanning image");
            type(process, String.valueOf((char) CTRL_C));
            until(process, "to abort: ");
            type(process, String.valueOf((char) CTRL_C));
            until(process, "files seen 1");
            assertTrue(process.waitFor(1, TimeUnit.MINUTES));
            assertEquals(ExitCodes.INCOMPLETE, process.exitValue(), screen.toString());
        } finally {
            process.destroyForcibly();
        }
    }
}
