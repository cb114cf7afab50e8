package io.thor4j.scan;

import io.thor4j.core.MalformedInputException;
import io.thor4j.core.YaraEngineException;
import io.thor4j.core.spi.YaraCompilation;
import io.thor4j.core.spi.YaraEngineProvider;
import io.thor4j.core.spi.YaraEngineRules;
import io.thor4j.core.spi.YaraSources;
import io.thor4j.yara.ThorYaraEngine;
import io.thor4j.yara.YaraRules;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * YARA rules compiled from a file or from the {@code .yar} and {@code .yara} files below a folder, with THOR's external variables defined.
 * Each file is a namespace of its own, named by its path below the folder with {@code /}. Immutable, may be shared by threads.
 */
public final class RuleFolder {
    private final String name;
    private final YaraEngineRules rules;
    private final List<String> files;
    private final List<LeftOut> leftOut;
    private final String digest;

    private RuleFolder(String name, YaraEngineRules rules, List<String> files, List<LeftOut> leftOut, String digest) {
        this.name = name;
        this.rules = rules;
        this.files = List.copyOf(files);
        this.leftOut = List.copyOf(leftOut);
        this.digest = digest;
    }

    /**
     * Compiles a file, whatever its name, or a folder, with thor's own engine. A file that cannot be read and a rule that does not compile
     * are left out and named in {@link #leftOut()}; the others stay.
     *
     * @param path the file or folder
     * @return the compiled rules
     * @throws IOException when there is nothing at the path
     */
    public static RuleFolder compile(Path path) throws IOException {
        return compile(path, new ThorYaraEngine(), Map.of());
    }

    /**
     * Compiles a file, whatever its name, or a folder. A file that cannot be read and a rule that does not compile are left out and named
     * in {@link #leftOut()}; the others stay. A file of compiled rules, as {@link YaraRules#save} writes it, is loaded when the engine is
     * thor's own; it keeps the external variables that it was compiled with.
     *
     * @param path the file or folder
     * @param engine compiles the rules, and runs them
     * @param externals external variables beside THOR's: {@link Long}, {@link Double}, {@link Boolean} or {@link String}
     * @return the compiled rules
     * @throws IOException when there is nothing at the path
     * @throws YaraEngineException when the engine cannot run here
     * @throws IllegalArgumentException when THOR defines one of the variables
     * @throws MalformedInputException when the file has compiled rules that are damaged or of another version
     */
    public static RuleFolder compile(Path path, YaraEngineProvider engine, Map<String, Object> externals)
            throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        List<LeftOut> problems = new ArrayList<>();
        Map<String, Path> files = new TreeMap<>();
        if (Files.isDirectory(path)) {
            find(path, files, problems);
        } else {
            files.put(String.valueOf(path.getFileName()), path);
        }
        List<YaraSources.Source> sources = new ArrayList<>();
        for (Map.Entry<String, Path> file : files.entrySet()) {
            try {
                byte[] text = Files.readAllBytes(file.getValue());
                if (files.size() == 1 && YaraRules.isSaved(text) && engine.id().equals(ThorYaraEngine.ID)) {
                    return loaded(path.toString(), file.getKey(), text, externals);
                }
                sources.add(
                        new YaraSources.Source(file.getKey(), file.getValue().toString(), text, true));
            } catch (IOException e) {
                problems.add(new LeftOut(file.getKey(), null, reason(e)));
            }
        }
        return compile(path.toString(), sources, engine, externals, problems);
    }

    private static RuleFolder loaded(String name, String file, byte[] compiled, Map<String, Object> externals)
            throws IOException {
        YaraRules rules = YaraRules.load(new ByteArrayInputStream(compiled));
        List<LeftOut> problems = new ArrayList<>();
        for (String variable : externals.keySet()) {
            problems.add(new LeftOut(
                    file, null, "external variable " + variable + ": compiled rules keep those that they have"));
        }
        String digest = YaraSources.builder()
                .add(new YaraSources.Source(file, file, compiled, false))
                .build()
                .digest();
        return new RuleFolder(name, ThorYaraEngine.of(rules), List.of(file), problems, digest);
    }

    /**
     * Compiles rule text that is not in a folder. A rule that does not compile is left out and named in {@link #leftOut()}; the others
     * stay.
     *
     * @param name what reports call the rules
     * @param sources the rule text
     * @param engine compiles the rules, and runs them
     * @param externals external variables beside THOR's: {@link Long}, {@link Double}, {@link Boolean} or {@link String}
     * @return the compiled rules
     * @throws YaraEngineException when the engine cannot run here
     * @throws IllegalArgumentException when THOR defines one of the variables
     */
    public static RuleFolder compile(
            String name, List<YaraSources.Source> sources, YaraEngineProvider engine, Map<String, Object> externals) {
        return compile(name, sources, engine, externals, new ArrayList<>());
    }

    private static RuleFolder compile(
            String name,
            List<YaraSources.Source> sources,
            YaraEngineProvider engine,
            Map<String, Object> externals,
            List<LeftOut> problems) {
        YaraSources.Builder builder =
                YaraSources.builder().define(ThorExternals.initial()).define(externals);
        sources.forEach(builder::add);
        YaraSources all = builder.build();
        YaraEngineRules rules = engine.compile(all);
        problems.addAll(leftOut(rules.compilation()));
        List<String> files = sources.stream().map(YaraSources.Source::namespace).toList();
        return new RuleFolder(name, rules, files, problems, all.digest());
    }

    private static void find(Path folder, Map<String, Path> sources, List<LeftOut> problems) throws IOException {
        Files.walkFileTree(
                folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        String fileName = file.toString().toLowerCase(Locale.ROOT);
                        if (fileName.endsWith(".yar") || fileName.endsWith(".yara")) {
                            sources.put(relative(folder, file), file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        problems.add(new LeftOut(relative(folder, file), null, reason(e)));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path visited, @org.jspecify.annotations.Nullable IOException e) {
                        if (e != null) {
                            problems.add(new LeftOut(relative(folder, visited), null, reason(e)));
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private static String relative(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static String reason(IOException e) {
        return "cannot be read: " + e.getClass().getSimpleName();
    }

    /** Names what a compiled set left out: rules, and errors outside any rule, which may hide the rest of a file. */
    static List<LeftOut> leftOut(YaraCompilation rules) {
        List<LeftOut> left = new ArrayList<>();
        for (YaraCompilation.LeftOut rule : rules.leftOut()) {
            left.add(new LeftOut(rule.namespace(), rule.name(), rule.reason()));
        }
        for (YaraCompilation.Diagnostic diagnostic : rules.diagnostics()) {
            if (diagnostic.isError() && diagnostic.rule() == null) {
                left.add(new LeftOut(diagnostic.source(), null, diagnostic.toString()));
            }
        }
        return left;
    }

    /** Returns the path, or the name that was given instead. */
    public String name() {
        return name;
    }

    /** Returns the compiled rules; closing them is for the one who knows that no scanner needs them any more. */
    public YaraEngineRules rules() {
        return rules;
    }

    /** Returns the files that were read, as namespaces, sorted. */
    public List<String> files() {
        return files;
    }

    /** Returns the files and rules that are not in the set, and why. */
    public List<LeftOut> leftOut() {
        return leftOut;
    }

    /** Returns {@link YaraSources#digest()}: the same rules have the same digest. */
    public String digest() {
        return digest;
    }

    /** Returns the name and the numbers of files, rules and left out things. */
    @Override
    public String toString() {
        return name + ": " + files.size() + " files, " + rules.rules().size() + " rules, " + leftOut.size()
                + " left out";
    }
}
