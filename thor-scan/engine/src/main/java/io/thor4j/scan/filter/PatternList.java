package io.thor4j.scan.filter;

import io.thor4j.core.MalformedRuleException;
import io.thor4j.yara.pattern.PatternException;
import io.thor4j.yara.pattern.TextRegex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Regexes, one a line, as in THOR's {@code directory-excludes.cfg} and {@code false_positive_filters.cfg} (reference/thor-scanner.md section
 * 4.5): blank lines and lines that begin with {@code #} say nothing. The dialect is Go's, without look-around and back-references, and every
 * search takes time in proportion to the text. Immutable, may be shared by threads.
 */
public final class PatternList {
    /** No patterns: nothing matches. */
    public static final PatternList EMPTY = new PatternList(List.of(), List.of());

    private final List<String> texts;
    private final List<TextRegex> patterns;

    private PatternList(List<String> texts, List<TextRegex> patterns) {
        this.texts = List.copyOf(texts);
        this.patterns = List.copyOf(patterns);
    }

    /**
     * Reads patterns over paths: case does not count, {@code /} and {@code \} are the same.
     *
     * @param file the file, UTF-8
     * @return the patterns
     * @throws IOException when the file cannot be read
     * @throws MalformedRuleException when a line is no regex; it names the line
     */
    public static PatternList ofPaths(Path file) throws IOException {
        return parse(lines(file), name(file), true);
    }

    /**
     * Reads patterns over the text of findings: case counts unless a pattern begins with {@code (?i)}.
     *
     * @param file the file, UTF-8
     * @return the patterns
     * @throws IOException when the file cannot be read
     * @throws MalformedRuleException when a line is no regex; it names the line
     */
    public static PatternList ofFindings(Path file) throws IOException {
        return parse(lines(file), name(file), false);
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.UTF_8);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /**
     * Reads patterns.
     *
     * @param lines the lines of a file
     * @param source its name, for errors
     * @param paths whether the patterns are over paths
     * @return the patterns
     * @throws MalformedRuleException when a line is no regex
     */
    public static PatternList parse(List<String> lines, String source, boolean paths) {
        List<String> texts = new ArrayList<>();
        List<TextRegex> patterns = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                patterns.add(TextRegex.compile(line, paths, paths));
                texts.add(line);
            } catch (PatternException e) {
                throw new MalformedRuleException(e.getMessage(), source + ":" + (i + 1), e.hint(), e);
            }
        }
        return new PatternList(texts, patterns);
    }

    /**
     * Tells whether a pattern is found anywhere in a text.
     *
     * @param text a path, or a line
     */
    public boolean matches(String text) {
        if (patterns.isEmpty()) {
            return false;
        }
        byte[] bytes = TextRegex.utf8(text);
        return patterns.stream().anyMatch(pattern -> pattern.found(bytes));
    }

    /** Returns the number of patterns. */
    public int size() {
        return patterns.size();
    }

    /** Returns the patterns as they were written. */
    @Override
    public String toString() {
        return texts.toString();
    }
}
