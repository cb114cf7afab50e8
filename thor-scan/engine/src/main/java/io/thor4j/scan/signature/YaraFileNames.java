package io.thor4j.scan.signature;

import io.thor4j.core.spi.YaraRuleType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tells what the rules of a file look at by words in the file's name (thor-scanner.md section 3.1). Stateless. */
final class YaraFileNames {
    private YaraFileNames() {}

    /**
     * Returns the types of a rule file. THOR looks for the words anywhere in the name, which makes {@code catalog.yar} a file of log rules;
     * here a word ends where letters and digits end: {@code my_log_rule.yar}, {@code registry-2.yar}, {@code thor keywords log.yar}.
     *
     * @param fileName its name without folders
     * @return the types, {@link YaraRuleType#GENERIC} alone when no word is in the name
     */
    static List<YaraRuleType> types(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        List<YaraRuleType> types = new ArrayList<>();
        for (YaraRuleType type : YaraRuleType.values()) {
            if (words(type).stream().anyMatch(word -> hasWord(name, word))) {
                types.add(type);
            }
        }
        return types.isEmpty() ? List.of(YaraRuleType.GENERIC) : List.copyOf(types);
    }

    private static Set<String> words(YaraRuleType type) {
        return switch (type) {
            case GENERIC -> Set.of();
            case META -> Set.of("meta");
            case KEYWORD -> Set.of("keyword", "keywords");
            case LOG -> Set.of("log", "logs");
            case REGISTRY -> Set.of("registry");
            case PROCESS -> Set.of("process", "processes", "memory");
        };
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
}
