package io.thor4j.benchmarks.rules;

import io.thor4j.core.spi.YaraSources;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rules as text. Immutable.
 *
 * @param name what the table calls it
 * @param sources the rules, a namespace a file
 */
public record RuleSet(String name, YaraSources sources) {
    /** The external variables that real rule sets of thor ask for. */
    private static final List<String> EXTERNALS = List.of("filename", "filepath", "extension", "filetype", "owner");

    /* Where the command keeps the rules that ship with it, and those that have every kind of string. */
    private static final String STARTER_FOLDER = "/io/thor4j/cli/rules/";
    private static final List<String> STARTER_FILES =
            List.of("credential-access.yar", "persistence.yar", "scripts.yar", "tools.yar", "webshells.yar");

    /** Reads the rules that ship with the thor command. */
    public static RuleSet starter() throws IOException {
        YaraSources.Builder sources = builder();
        for (String file : STARTER_FILES) {
            try (InputStream in = RuleSet.class.getResourceAsStream(STARTER_FOLDER + file)) {
                if (in == null) {
                    throw new IOException("the starter rules are not on the class path: " + file);
                }
                sources.add(new YaraSources.Source(file, file, in.readAllBytes(), false));
            }
        }
        return new RuleSet("starter rules", sources.build());
    }

    /**
     * Reads all rule files below a folder.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static RuleSet folder(Path folder) throws IOException {
        YaraSources.Builder sources = builder();
        for (Path file : ruleFiles(folder)) {
            String name = folder.relativize(file).toString();
            sources.add(new YaraSources.Source(name, name, Files.readAllBytes(file), false));
        }
        if (sources.build().sources().isEmpty()) {
            throw new IllegalArgumentException("no .yar or .yara file below " + folder);
        }
        return new RuleSet(nameOf(folder), sources.build());
    }

    /* A collection keeps its rules in a folder of this name. */
    private static String nameOf(Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        Path parent = path.getParent();
        return String.valueOf(path.endsWith("yara") && parent != null ? parent.getFileName() : path.getFileName());
    }

    /** The same rules so many times, in each copy with other strings. */
    public static RuleSet times(RuleSet rules, int times) {
        YaraSources.Builder sources = builder();
        for (YaraSources.Source source : rules.sources().sources()) {
            for (int i = 0; i < times; i++) {
                String text = new String(source.text(), StandardCharsets.ISO_8859_1);
                sources.add(new YaraSources.Source(
                        source.namespace() + "-" + i,
                        source.name(),
                        (i == 0 ? text : StringChanger.change(text, i)).getBytes(StandardCharsets.ISO_8859_1),
                        false));
            }
        }
        return new RuleSet(times + " x " + rules.name(), sources.build());
    }

    /** Makes a set of one source. */
    public static RuleSet of(String name, String text) {
        return new RuleSet(name, builder().add("default", name, text).build());
    }

    private static YaraSources.Builder builder() {
        YaraSources.Builder sources = YaraSources.builder();
        EXTERNALS.forEach(name -> sources.define(name, ""));
        return sources;
    }

    private static List<Path> ruleFiles(Path folder) throws IOException {
        List<Path> result = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file ->
                            file.toString().endsWith(".yar") || file.toString().endsWith(".yara"))
                    .sorted()
                    .forEach(result::add);
        }
        return result;
    }

    /** Returns the text of all rules, one behind the other. */
    public byte[] text() {
        StringBuilder all = new StringBuilder();
        for (YaraSources.Source source : sources.sources()) {
            all.append(new String(source.text(), StandardCharsets.ISO_8859_1));
        }
        return all.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
