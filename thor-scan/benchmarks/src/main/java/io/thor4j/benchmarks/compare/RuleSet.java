package io.thor4j.benchmarks.compare;

import io.thor4j.core.spi.YaraSources;
import java.io.IOException;
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
record RuleSet(String name, YaraSources sources) {
    /** The external variables that real rule sets of thor ask for. */
    private static final List<String> EXTERNALS = List.of("filename", "filepath", "extension", "filetype", "owner");

    /** Reads all rule files below a folder. */
    static RuleSet folder(Path folder) throws IOException {
        YaraSources.Builder sources = builder();
        for (Path file : ruleFiles(folder)) {
            String name = folder.relativize(file).toString();
            sources.add(
                    name,
                    name,
                    Files.readString(file, StandardCharsets.ISO_8859_1).replace("\r", ""));
        }
        return new RuleSet("signature-base", sources.build());
    }

    /** The same rules so many times, in each copy with other strings. */
    static RuleSet times(RuleSet rules, int times) {
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

    static RuleSet of(String name, String text) {
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
    byte[] text() {
        StringBuilder all = new StringBuilder();
        for (YaraSources.Source source : sources.sources()) {
            all.append(new String(source.text(), StandardCharsets.ISO_8859_1));
        }
        return all.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
