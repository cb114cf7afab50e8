package io.thor4j.yara.oracle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The system's {@code yara} command. */
final class YaraCommand {
    /** The externals every made rule may use, as {@code -d} takes them. */
    static final List<String> EXTERNALS = List.of("xi=7", "xz=1", "xb=true", "xf=2.5", "xt=aBc1 a_b");

    private static final Pattern STRING = Pattern.compile("0x([0-9a-f]+):(\\d+):(\\$\\w*)");
    private static final String SECONDS_PER_FILE = "10";
    private static final long MAX_SECONDS = 300;

    private final Path work;

    /**
     * @param work a folder for rules and files
     */
    YaraCommand(Path work) {
        this.work = work;
    }

    /** Tells whether the command is there, by its version; empty when it is not. */
    static String version() {
        return version("yara");
    }

    /** Tells the version of a command; empty when it is not there. */
    static String version(String program) {
        try {
            Process process = new ProcessBuilder(program, "--version")
                    .redirectErrorStream(true)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), ISO_8859_1).trim();
            return process.waitFor() == 0 ? text : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * What a run said.
     *
     * @param matches file number, then {@code namespace:rule}, then {@code offset:length:$name} lines
     * @param errors the lines on standard error
     * @param status the exit status, above 128 for a signal
     */
    record Answer(Map<Integer, Map<String, List<String>>> matches, List<String> errors, int status) {}

    /** Scans files with namespaces n0, n1, ... */
    Answer scan(List<String> namespaces, List<byte[]> files) throws IOException {
        Path folder = Files.createTempDirectory(work, "scan");
        List<String> command =
                new ArrayList<>(List.of("yara", "-w", "-e", "-L", "-N", "-p", "1", "-a", SECONDS_PER_FILE));
        for (String external : EXTERNALS) {
            command.add("-d");
            command.add(external);
        }
        for (int i = 0; i < namespaces.size(); i++) {
            Path rules = folder.resolve("n" + i + ".yar");
            Files.write(rules, namespaces.get(i).getBytes(ISO_8859_1));
            command.add("n" + i + ":" + rules);
        }
        Path data = Files.createDirectory(folder.resolve("d"));
        for (int i = 0; i < files.size(); i++) {
            Files.write(data.resolve("f" + i), files.get(i));
        }
        command.add(data.toString());
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        int status = run(command, out, err);
        List<String> errors = Files.readString(err, ISO_8859_1).lines().toList();
        Answer answer = new Answer(parse(Files.readString(out, ISO_8859_1)), errors, status);
        delete(folder);
        return answer;
    }

    private static int run(List<String> command, Path out, Path err) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                return -1;
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    private static Map<Integer, Map<String, List<String>>> parse(String output) {
        Map<Integer, Map<String, List<String>>> result = new TreeMap<>();
        List<String> strings = new ArrayList<>();
        for (String line : output.lines().toList()) {
            if (line.isEmpty()) {
                continue;
            }
            Matcher string = STRING.matcher(line);
            if (string.matches()) {
                strings.add(Long.parseLong(string.group(1), 16) + ":" + string.group(2) + ":" + string.group(3));
                continue;
            }
            int space = line.indexOf(' ');
            int file = Integer.parseInt(line.substring(line.lastIndexOf("/f") + 2));
            strings = new ArrayList<>();
            result.computeIfAbsent(file, f -> new TreeMap<>()).put(line.substring(0, space), strings);
        }
        return result;
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }
}
