package io.thor4j.scan.ioc;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The types of simple indicator files, told by a tag in the file's name (thor-scanner.md section 2.1). */
public enum SimpleIocType {
    /** Known good hashes; before hashes, whose tag is in theirs. */
    TRUSTED_HASHES(
            "trusted-hash",
            "trusted-hashes",
            "falsepositive-hash",
            "falsepositive-hashes",
            "hash-falsepositive",
            "hashes-falsepositive"),
    /** Hashes. */
    HASHES("hash", "hashes"),
    /** Patterns over paths. */
    FILENAMES("filename", "filenames"),
    /** Host names, addresses and networks. */
    DOMAINS("c2", "domains"),
    /** Words in texts. */
    KEYWORDS("keyword", "keywords"),
    /** Names of mutexes, events and other handles. */
    HANDLES("handles"),
    /** Names of pipes. */
    NAMED_PIPES("pipe", "pipes");

    @SuppressWarnings("ImmutableEnumChecker") // List.of is
    private final List<String> tags;

    SimpleIocType(String... tags) {
        this.tags = List.of(tags);
    }

    /**
     * Returns the type of a file.
     *
     * @param fileName its name without folders; a tag counts where no letter, digit or underscore is beside it: {@code my-c2-iocs.txt}, not
     *     {@code myc2iocs.txt} and not {@code my_c2_iocs.txt}
     * @return the type, null when no tag is in the name
     */
    public static @Nullable SimpleIocType of(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        for (SimpleIocType type : values()) {
            for (String tag : type.tags) {
                if (hasTag(name, tag)) {
                    return type;
                }
            }
        }
        return null;
    }

    private static boolean hasTag(String name, String tag) {
        int at = name.indexOf(tag);
        while (at >= 0) {
            int end = at + tag.length();
            if ((at == 0 || !isWord(name.charAt(at - 1))) && (end == name.length() || !isWord(name.charAt(end)))) {
                return true;
            }
            at = name.indexOf(tag, at + 1);
        }
        return false;
    }

    private static boolean isWord(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    /** Returns the word used in messages, such as {@code trusted hashes}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
