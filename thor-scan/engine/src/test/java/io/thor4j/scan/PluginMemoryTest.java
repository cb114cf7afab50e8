package io.thor4j.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Level;
import io.thor4j.core.Limit;
import io.thor4j.core.Target;
import io.thor4j.core.ThorLimits;
import io.thor4j.core.spi.Detector;
import io.thor4j.core.spi.DetectorProvider;
import io.thor4j.core.spi.PluginConfig;
import io.thor4j.yara.YaraRules;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plugins that allocate without end, in a JVM with a small heap. */
@Timeout(300)
class PluginMemoryTest {
    private static final String ALL_FOUND = "3 found; files seen 5 = clean 0 + matched 0 + ";

    /** What the small JVM runs. */
    static final class SmallHeap {
        private SmallHeap() {}

        /** Scans five files with a plugin that does what the argument says, and prints what came out. */
        public static void main(String[] args) {
            ThorLimits limits = ThorLimits.builder()
                    .set(Limit.PLUGIN_ALLOCATION, args[0].startsWith("garbage") ? 200L << 20 : 0)
                    .set(Limit.PLUGIN_SECONDS, args[0].equals("garbage, deaf") ? 3 : 60)
                    .build();
            List<Target> targets = Stream.of("evil", "fine", "evil", "fine", "evil")
                    .map(text -> Target.of(text, text.getBytes(StandardCharsets.UTF_8)))
                    .toList();
            ScanReport report = ThorScanner.builder()
                    .withoutPlugins()
                    .limits(limits)
                    .threads(2)
                    .rules(YaraRules.builder()
                            .source("n", "s", "rule Evil { meta: score = 80 strings: $a = \"evil\" condition: $a }")
                            .build())
                    .detectors(List.of(greedy(args[0])))
                    .build()
                    .scan(targets);
            System.out.println(
                    report.count(Level.WARNING) + report.count(Level.ALERT) + " found; " + report.coverage());
            report.pluginFailures().forEach(System.out::println);
        }

        private static DetectorProvider greedy(String how) {
            return new DetectorProvider() {
                @Override
                public String id() {
                    return "greedy";
                }

                @Override
                public Detector create(PluginConfig config) {
                    List<Object> kept = new ArrayList<>();
                    return (element, context) -> {
                        switch (how) {
                            case "local, large" -> keep(new ArrayList<>(), 1 << 20);
                            case "local, small" -> keep(new ArrayList<>(), 16);
                            case "field" -> keep(kept, 100_000);
                            case "garbage", "garbage, deaf" -> waste(how.equals("garbage"));
                            case "reasons" -> {
                                for (int i = 0; i < 2_000; i++) {
                                    context.report(TestPlugins.reason("x".repeat(100_000), 10));
                                }
                            }
                            default -> throw new AssertionError(how);
                        }
                    };
                }
            };
        }

        private static void keep(List<Object> kept, int size) {
            while (true) {
                kept.add(new byte[size]);
            }
        }

        private static void waste(boolean listens) {
            long sum = 0;
            while (!listens || !Thread.currentThread().isInterrupted()) {
                sum += new byte[100_000].length;
            }
            throw new IllegalStateException("interrupted after " + sum);
        }
    }

    private static List<String> run(String how) throws Exception {
        /* Tests run inside the module: their own folder is on neither of the two paths. */
        String path = String.join(
                File.pathSeparator,
                System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path", ""),
                place(PluginMemoryTest.class));
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        path,
                        SmallHeap.class.getName(),
                        how))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output.lines().filter(line -> !line.startsWith("SLF4J")).toList();
    }

    private static String place(Class<?> type) throws URISyntaxException {
        URI file = Objects.requireNonNull(type.getResource(type.getSimpleName() + ".class"))
                .toURI();
        Path folder = Path.of(file);
        for (int i = 0; i < type.getName().split("\\.", -1).length; i++) {
            folder = Objects.requireNonNull(folder.getParent());
        }
        return folder.toString();
    }

    /*
     * In a JVM whose memory is used up any thread may fail at any allocation, the engine's too; a moment in which it does so where it cannot
     * try again is rare, so three runs do not all meet it.
     */
    private static List<String> runUntilOthersFindAll(String how) throws Exception {
        List<String> lines = run(how);
        for (int tries = 1; tries < 3 && !lines.get(0).startsWith(ALL_FOUND); tries++) {
            System.out.println("Run again, because the engine met the end of the memory itself: " + lines);
            lines = run(how);
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(strings = {"local, large", "local, small", "field"})
    void pluginThatRunsOutOfMemoryIsSuspendedAndTheOthersFindAll(String how) throws Exception {
        List<String> lines = runUntilOthersFindAll(how);
        assertTrue(lines.get(0).startsWith(ALL_FOUND), () -> "" + lines);
        assertTrue(
                lines.stream()
                        .anyMatch(line -> line.startsWith("detector greedy (") && line.contains("OutOfMemoryError")),
                () -> "" + lines);
        assertTrue(lines.stream().anyMatch(line -> line.contains("Suspended: it ran out of memory")), () -> "" + lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "garbage, deaf"})
    void pluginThatWastesMemoryIsSuspended(String how) throws Exception {
        List<String> lines = run(how);
        assertTrue(
                lines.get(0).startsWith("3 found; files seen 5 = clean 0 + matched 0 + incomplete 5"),
                () -> "" + lines);
        assertTrue(
                lines.stream().anyMatch(line -> line.contains("Suspended: a call allocated more than 209715200 bytes")),
                () -> "" + lines);
        assertTrue(
                lines.stream().anyMatch(line -> line.contains(how.equals("garbage") ? ": Allocation: " : ": Hang: ")),
                () -> "" + lines);
    }

    @Test
    void reasonsWithoutEndFitIntoASmallHeap() throws Exception {
        List<String> lines = run("reasons");
        assertEquals("3 found; files seen 5 = clean 0 + matched 0 + incomplete 5 + skipped 0 + failed 0", lines.get(0));
        assertEquals(1, lines.size(), () -> "" + lines);
    }
}
