package io.thor4j.threatintel.files;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a file holds, by its name (thor-scanner.md section 2.1). */
enum FileKind {
    TRUSTED_HASHES,
    HASHES,
    FILENAMES,
    DOMAINS,
    KEYWORDS,
    HANDLES,
    PIPES,
    TABLE,
    STIX;

    /* The words of THOR; "trusted-hash" has a hyphen in it and is looked for before "hash". */
    private static final Map<String, FileKind> WORDS = new TreeMap<>(Map.ofEntries(
            Map.entry("c2", DOMAINS),
            Map.entry("domains", DOMAINS),
            Map.entry("filename", FILENAMES),
            Map.entry("filenames", FILENAMES),
            Map.entry("hash", HASHES),
            Map.entry("hashes", HASHES),
            Map.entry("keyword", KEYWORDS),
            Map.entry("keywords", KEYWORDS),
            Map.entry("handles", HANDLES),
            Map.entry("pipe", PIPES),
            Map.entry("pipes", PIPES)));

    /** Returns what a file of that name holds, null when it is none of ours. */
    static @Nullable FileKind of(Path file) {
        Path name = file.getFileName();
        return name == null ? null : of(name.toString());
    }

    static @Nullable FileKind of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".csv")) {
            return TABLE;
        } else if (lower.endsWith(".json") || lower.endsWith(".stix")) {
            return STIX;
        } else if (!lower.endsWith(".txt")) {
            return null;
        }
        for (String trusted : new String[] {"trusted-hash", "falsepositive-hash"}) {
            if (word(lower, trusted) || word(lower, trusted + "es")) {
                return TRUSTED_HASHES;
            }
        }
        for (Map.Entry<String, FileKind> entry : WORDS.entrySet()) {
            if (word(lower, entry.getKey())) {
                return entry.getValue();
            }
        }
        return null;
    }

    private static boolean word(String name, String word) {
        for (int at = name.indexOf(word); at >= 0; at = name.indexOf(word, at + 1)) {
            boolean begins = at == 0 || !isWord(name.charAt(at - 1));
            int end = at + word.length();
            if (begins && (end == name.length() || !isWord(name.charAt(end)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWord(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
}
