package io.thor4j.yara.oracle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs the system's {@code yara} command over many files at once and takes its answers apart while they come. */
final class CorpusCommand {
    /** A rule of the last namespace that always matches: its line ends what is printed about a file. */
    static final String END = "zz:zz_end";

    private static final Pattern STRING = Pattern.compile("0x([0-9a-f]+):(\\d+):(\\$\\w*)");
    private static final Pattern ERROR = Pattern.compile("error scanning (.*): (.*)");

    /** For all files of a run together: yara counts from its start. */
    private static final String SECONDS = "7200";

    /** The property with the path of another yara command than the system's, such as one of 4.5. */
    private static final String PROGRAM = System.getProperty("thor.yara", "yara");

    private final List<String> command =
            new ArrayList<>(List.of(PROGRAM, "-w", "-e", "-L", "-N", "-D", "-p", "1", "-a", SECONDS));
    private final Set<String> modules;
    private final Path work;

    /**
     * @param modules the modules that the rules import
     * @param externals external variables, {@code name=value}
     * @param sources namespaces to rule files, the one of {@link #END} last
     * @param work a folder for lists and logs
     */
    CorpusCommand(Set<String> modules, List<String> externals, Map<String, Path> sources, Path work) {
        this.modules = modules;
        this.work = work;
        for (String external : externals) {
            command.add("-d");
            command.add(external);
        }
        sources.forEach((namespace, file) -> command.add(namespace + ":" + file));
    }

    /** Returns the command's version, empty when it is not there. */
    static String version() {
        return YaraCommand.version(PROGRAM);
    }

    /**
     * Scans files.
     *
     * @param files the files, without line ends in their names
     * @param each takes a file and the answer, in the order of the files
     * @return files without an answer, and why
     */
    Map<Path, String> scan(List<Path> files, BiConsumer<Path, FileAnswer> each) throws IOException {
        Path list = Files.write(
                work.resolve("list"), files.stream().map(Path::toString).toList());
        Path errors = work.resolve("errors");
        List<String> all = new ArrayList<>(command);
        all.add("--scan-list");
        all.add(list.toString());
        Process process = new ProcessBuilder(all).redirectError(errors.toFile()).start();
        process.getOutputStream().close();
        Map<String, Path> left = new TreeMap<>();
        files.forEach(file -> left.put(file.toString(), file));
        try (BufferedReader out = process.inputReader(ISO_8859_1)) {
            FileAnswer answer = new FileAnswer();
            FileAnswer.DumpReader dump = new FileAnswer.DumpReader(answer.fields());
            List<String> strings = new ArrayList<>();
            String ended = null;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (ended != null && !STRING.matcher(line).matches()) {
                    each.accept(left.remove(ended), answer);
                    ended = null;
                    answer = new FileAnswer();
                    dump = new FileAnswer.DumpReader(answer.fields());
                }
                Matcher string = STRING.matcher(line);
                if (line.startsWith("\t")) {
                    dump.line(line);
                } else if (modules.contains(line)) {
                    dump.module(line);
                } else if (string.matches()) {
                    strings.add(Long.parseLong(string.group(1), 16) + ":" + string.group(2) + ":" + string.group(3));
                } else if (line.startsWith(END + " ")) {
                    ended = latin1Path(line.substring(END.length() + 1), left);
                } else {
                    strings = new ArrayList<>();
                    answer.rules().put(line.substring(0, line.indexOf(' ')), strings);
                }
            }
            if (ended != null) {
                each.accept(left.remove(ended), answer);
            }
        }
        return reasons(errors, left);
    }

    /** The output is read byte by byte, names are in the charset of the system. */
    private static String latin1Path(String text, Map<String, Path> left) {
        if (left.containsKey(text)) {
            return text;
        }
        String name = new String(text.getBytes(ISO_8859_1), java.nio.charset.Charset.defaultCharset());
        if (!left.containsKey(name)) {
            throw new IllegalStateException("an answer for a file that was not asked for: " + name);
        }
        return name;
    }

    private static Map<Path, String> reasons(Path errors, Map<String, Path> left) throws IOException {
        Map<Path, String> reasons = new TreeMap<>();
        for (String line : Files.readAllLines(errors, ISO_8859_1)) {
            Matcher error = ERROR.matcher(line);
            if (error.matches() && left.containsKey(error.group(1))) {
                reasons.put(left.remove(error.group(1)), error.group(2));
            }
        }
        left.values().forEach(file -> reasons.put(file, "no answer"));
        if (reasons.size() > 0) {
            Files.readAllLines(errors, ISO_8859_1).stream().limit(5).forEach(System.out::println);
        }
        return reasons;
    }
}
