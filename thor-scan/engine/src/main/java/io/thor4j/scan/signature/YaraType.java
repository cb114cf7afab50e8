package io.thor4j.scan.signature;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What YARA rules are applied to, told by words in the name of their file (thor-scanner.md section 3.1). */
public enum YaraType {
    /** Contents of files and members, and of processes: files without any of the other words. */
    GENERIC("default", Set.of(), Set.of("file", "file chunk", "process")),
    /** The first bytes and the variables of every file. */
    META("meta", Set.of("meta"), Set.of("file")),
    /** Every text that is no file content. */
    KEYWORD("keyword", Set.of("keyword", "keywords"), Set.of()),
    /** Lines of logs and events. */
    LOG(
            "log",
            Set.of("log", "logs"),
            Set.of("log line", "eventlog entry", "journal log entry", "audit log entry", "KnowledgeDB entry")),
    /** Keys and values of the registry. */
    REGISTRY("registry", Set.of("registry"), Set.of("registry key", "registry value")),
    /** Memory of processes. */
    PROCESS("process", Set.of("process", "processes", "memory"), Set.of("process"));

    private final String text;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is
    private final Set<String> words;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is
    private final Set<String> elements;


    YaraType(String text, Set<String> words, Set<String> elements) {
        this.text = text;
        this.words = words;
        this.elements = elements;
    }

    /**
     * Returns the types of a rule file. THOR looks for the words anywhere in the name, which makes {@code catalog.yar} a file of log rules;
     * here a word ends where letters and digits end: {@code my_log_rule.yar}, {@code registry-2.yar}, {@code thor keywords log.yar}.
     *
     * @param fileName its name without folders
     * @return the types, {@link #GENERIC} alone when no word is in the name
     */
    public static List<YaraType> of(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        List<YaraType> types = new ArrayList<>();
        for (YaraType type : values()) {
            if (type.words.stream().anyMatch(word -> hasWord(name, word))) {
                types.add(type);
            }
        }
        return types.isEmpty() ? List.of(GENERIC) : List.copyOf(types);
    }

    private static boolean hasWord(String name, String word) {
        for (int at = name.indexOf(word); at >= 0; at = name.indexOf(word, at + 1)) {
            int end = at + word.length();
            boolean begins = at == 0 || !Character.isLetterOrDigit(name.charAt(at - 1));
            boolean ends = end == name.length() || !Character.isLetterOrDigit(name.charAt(end));
            if (begins && ends) {
                return true;
            }
        }
        return false;
    }

    /** Returns THOR's word, such as {@code default} or {@code log}. */
    public String text() {
        return text;
    }

    /**
     * Tells whether rules of this type look at elements of a type.
     *
     * @param elementType the JSON v3 type
     */
    public boolean looksAt(String elementType) {
        return this == KEYWORD ? !GENERIC.elements.contains(elementType) : elements.contains(elementType);
    }
}
