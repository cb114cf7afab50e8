package io.thor4j.cli.yara;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.ExternalVariable;
import io.thor4j.scan.ThorExternals;
import io.thor4j.yara.IncludeResolver;
import io.thor4j.yara.YaraRules;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rule files that a command line names, read. An argument is a file, a folder (its {@code .yar} and {@code .yara} files, at any depth),
 * {@code namespace:file}, or {@code -} for standard input.
 *
 * <p>One file alone is in the namespace {@code default}, as with yara. Of several files, and in a folder, each is a namespace of its own, so
 * that equal rule names do not clash and a global rule rules its own file only: named by the file's name, or by its path below the folder. A
 * namespace given by {@code namespace:file} stands. Immutable; threads may share it.
 */
public final class RuleSources {
    /**
     * A rule file.
     *
     * @param namespace its namespace
     * @param name what diagnostics call it
     * @param text its bytes, not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Source(String namespace, String name, byte[] text) {}

    private final List<Source> sources;

    private RuleSources(List<Source> sources) {
        this.sources = List.copyOf(sources);
    }

    /**
     * Reads the files.
     *
     * @param arguments what the command line names
     * @param stdin what {@code -} reads
     * @return the files
     * @throws CommandFailure when one cannot be read
     */
    public static RuleSources read(List<String> arguments, InputStream stdin) {
        List<Source> sources = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (String argument : arguments) {
            Path path = path(argument);
            int colon = argument.indexOf(':');
            if (argument.equals("-")) {
                add(sources, taken, own(arguments, "stdin"), "-", readStdin(stdin));
            } else if (path != null && Files.isDirectory(path)) {
                folder(path)
                        .forEach((namespace, file) ->
                                add(sources, taken, namespace, file.toString(), readFile(file, file.toString())));
            } else if ((path == null || !Files.exists(path)) && isNamespace(argument, colon)) {
                String name = argument.substring(colon + 1);
                byte[] text = name.equals("-") ? readStdin(stdin) : readFile(path(name), name);
                sources.add(new Source(argument.substring(0, colon), name, text));
            } else {
                byte[] text = readFile(path, argument);
                add(
                        sources,
                        taken,
                        own(arguments, String.valueOf(path == null ? argument : path.getFileName())),
                        argument,
                        text);
            }
        }
        return new RuleSources(sources);
    }

    /** Everything before the first colon, unless that is the letter of a drive. */
    private static boolean isNamespace(String argument, int colon) {
        boolean drive = colon == 1 && File.separatorChar == '\\';
        return colon > 0 && colon + 1 < argument.length() && !drive;
    }

    private static String own(List<String> arguments, String name) {
        return arguments.size() == 1 ? YaraRules.DEFAULT_NAMESPACE : name;
    }

    private static void add(List<Source> sources, Set<String> taken, String namespace, String name, byte[] text) {
        String free = taken.add(namespace) ? namespace : name;
        taken.add(free);
        sources.add(new Source(free, name, text));
    }

    private static @Nullable Path path(String argument) {
        try {
            return Path.of(argument);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static Map<String, Path> folder(Path folder) {
        Map<String, Path> files = new LinkedHashMap<>();
        try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            walk.filter(RuleSources::isRuleFile)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .forEach(
                            file -> files.put(folder.relativize(file).toString().replace('\\', '/'), file));
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailure(
                    ExitCodes.FINDINGS, "error: could not read folder: " + folder + ": " + e.getMessage());
        }
        if (files.isEmpty()) {
            throw new CommandFailure(ExitCodes.FINDINGS, "error: no .yar or .yara file in folder: " + folder);
        }
        return files;
    }

    private static boolean isRuleFile(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".yar") || name.endsWith(".yara");
    }

    private static byte[] readFile(@Nullable Path file, String name) {
        if (file != null) {
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                // Said below, in yara's words.
            }
        }
        throw new CommandFailure(ExitCodes.FINDINGS, "error: could not open file: " + name);
    }

    private static byte[] readStdin(InputStream stdin) {
        try {
            return stdin.readAllBytes();
        } catch (IOException e) {
            throw new CommandFailure(ExitCodes.FINDINGS, "error: could not read standard input");
        }
    }

    /** Returns the files in the order of the command line, those of a folder by name. */
    public List<Source> sources() {
        return sources;
    }

    /**
     * Compiles the files.
     *
     * @param externals variables for the rules
     * @param strictEscape whether to warn of unknown escapes in regexes
     * @param thorExternals whether the variables of a THOR scan are defined too
     * @return the compiled rules with what there is to say about them
     */
    public YaraRules compile(List<ExternalVariable> externals, boolean strictEscape, boolean thorExternals) {
        YaraRules.Builder builder =
                YaraRules.builder().includes(IncludeResolver.files()).strictEscape(strictEscape);
        if (thorExternals) {
            ThorExternals.defineIn(builder);
        }
        externals.forEach(variable -> variable.defineIn(builder));
        for (Source source : sources) {
            builder.source(source.namespace(), source.name(), source.text());
        }
        return builder.build();
    }
}
