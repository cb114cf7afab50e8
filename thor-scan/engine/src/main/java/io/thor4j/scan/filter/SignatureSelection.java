package io.thor4j.scan.filter;

import io.thor4j.core.Signature;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which signatures count: those with one of some words in name, tags or description, and without one of others (reference/thor-scanner.md
 * section 4.5, {@code --init-selector} and {@code --init-filter}); case does not. Immutable, may be shared by threads.
 *
 * @param include a signature needs one of these; empty for all signatures
 * @param exclude a signature with one of these does not count
 */
public record SignatureSelection(List<String> include, List<String> exclude) {
    /** All signatures count. */
    public static final SignatureSelection ALL = new SignatureSelection(List.of(), List.of());

    /** Makes a selection; the lists are copied. */
    public SignatureSelection {
        include = lower(include);
        exclude = lower(exclude);
    }

    private static List<String> lower(List<String> words) {
        return words.stream()
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /**
     * Tells whether a signature counts; one that speaks for an element always does.
     *
     * @param signature the signature
     */
    public boolean includes(Signature signature) {
        if (signature.score() < 0) {
            return true;
        }
        return (include.isEmpty() || has(signature, include)) && (exclude.isEmpty() || !has(signature, exclude));
    }

    private static boolean has(Signature signature, List<String> words) {
        return Stream.concat(
                        Stream.of(text(signature.ruleName()), text(signature.description())), signature.tags().stream())
                .map(text -> text.toLowerCase(Locale.ROOT))
                .anyMatch(text -> words.stream().anyMatch(text::contains));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
