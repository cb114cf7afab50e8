package io.thor4j.scan;

import io.thor4j.yara.Diagnostic;
import io.thor4j.yara.LeftOutRule;
import io.thor4j.yara.YaraRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
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
    private final YaraRules rules;
    private final List<String> files;
    private final List<LeftOut> leftOut;
    private final String digest;

    private RuleFolder(String name, YaraRules rules, List<String> files, List<LeftOut> leftOut, String digest) {
        this.name = name;
        this.rules = rules;
        this.files = List.copyOf(files);
        this.leftOut = List.copyOf(leftOut);
        this.digest = digest;
    }

    /**
     * Compiles a file, whatever its name, or a folder. A file that cannot be read and a rule that does not compile are left out and named
     * in {@link #leftOut()}; the others stay.
     *
     * @param path the file or folder
     * @return the compiled rules
     * @throws IOException when there is nothing at the path
     */
    public static RuleFolder compile(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        List<LeftOut> problems = new ArrayList<>();
        Map<String, Path> sources = new TreeMap<>();
        if (Files.isDirectory(path)) {
            find(path, sources, problems);
        } else {
            sources.put(String.valueOf(path.getFileName()), path);
        }
        YaraRules.Builder builder = ThorExternals.defineIn(YaraRules.builder());
        MessageDigest digest = sha256();
        List<String> files = new ArrayList<>();
        for (Map.Entry<String, Path> source : sources.entrySet()) {
            try {
                byte[] text = Files.readAllBytes(source.getValue());
                builder.file(source.getKey(), source.getValue());
                digest.update((source.getKey() + '\0' + text.length + '\0').getBytes(StandardCharsets.UTF_8));
                digest.update(text);
                files.add(source.getKey());
            } catch (IOException e) {
                problems.add(new LeftOut(source.getKey(), null, reason(e)));
            }
        }
        YaraRules rules = builder.build();
        problems.addAll(leftOut(rules));
        return new RuleFolder(
                path.toString(), rules, files, problems, HexFormat.of().formatHex(digest.digest()));
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
    static List<LeftOut> leftOut(YaraRules rules) {
        List<LeftOut> left = new ArrayList<>();
        for (LeftOutRule rule : rules.leftOut()) {
            left.add(new LeftOut(rule.namespace(), rule.name(), rule.reason()));
        }
        for (Diagnostic diagnostic : rules.diagnostics()) {
            if (diagnostic.severity() == Diagnostic.Severity.ERROR && diagnostic.rule() == null) {
                left.add(new LeftOut(diagnostic.source(), null, diagnostic.toString()));
            }
        }
        return left;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** Returns the path as it was given. */
    public String name() {
        return name;
    }

    /** Returns the compiled rules. */
    public YaraRules rules() {
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

    /** Returns the SHA-256 over names and contents of all files read, lower-case hex: the same rules have the same digest. */
    public String digest() {
        return digest;
    }

    /** Returns the path and the numbers of files, rules and left out things. */
    @Override
    public String toString() {
        return name + ": " + files.size() + " files, " + rules.rules().size() + " rules, " + leftOut.size()
                + " left out";
    }
}
