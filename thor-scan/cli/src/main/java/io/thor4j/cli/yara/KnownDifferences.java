package io.thor4j.cli.yara;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What older versions of yara are known to do in another way than 4.5, which thor follows (yara-semantics.md section 14). A name is given
 * where the rule's text or the difference itself shows it; that it is the reason is likely, not certain. Immutable.
 */
final class KnownDifferences {
    /**
     * A construct that yara before a version treats otherwise.
     *
     * @param major the first version with today's behaviour
     * @param minor the first version with today's behaviour
     * @param construct found in the rule's text
     * @param name what is said
     */
    private record Change(int major, int minor, Pattern construct, String name) {}

    private static final List<Change> IN_RULES = List.of(
            change(4, 3, "\\bfor\\s+0\\b", "\"for 0\" is always true before 4.3"),
            change(4, 3, "#\\w*\\s+in\\s*\\(", "a count in a range fails or is wrong before 4.3"),
            change(4, 3, "\\bat\\s+[^0-9\\s]", "\"at\" an undefined offset is false before 4.3, undefined since"),
            change(4, 3, "\\bin\\s*\\(\\s*[^)]*\\.\\.", "ranges with wrong bounds are empty before 4.3"),
            change(4, 3, "\\bmatches\\b", "an empty text does not match /^$/ before 4.3"),
            change(4, 3, "\\bmath\\.(count|percentage|mode)\\b", "math.count and math.percentage changed with 4.3"),
            change(4, 3, "\\bmacho\\.magic\\b", "macho.magic is swapped before 4.3"),
            change(
                    4,
                    5,
                    "\\b(dotnet|dex|elf|macho|pe)\\.",
                    "the modules for file formats changed between this version and 4.5"));

    private static final List<Change> IN_ERRORS = List.of(
            change(4, 3, "unknown module \"string\"", "the module string came with 4.3"),
            change(4, 3, "invalid field name", "the modules have got fields and functions since this version"),
            change(4, 3, "unreferenced string \"\\$_", "strings named $_... may be unreferenced since 4.3"),
            change(4, 3, "unexpected .*(_AT_|at\\b)", "\"of ... at\" came with 4.3"),
            change(4, 3, "invalid hex string", "~ in hex strings came with 4.3"),
            change(4, 3, "wrong type", "loops over texts came with 4.3"),
            change(4, 3, "signal 8", "a division of the lowest integer by -1 ends yara before 4.3"),
            change(4, 3, "(?i)internal (fatal )?error", "a count in a range fails before 4.3"));

    private final int major;
    private final int minor;
    private final RuleSources sources;

    /**
     * Reads the version.
     *
     * @param version such as {@code 4.2.3}
     * @param sources the rules that are compared
     */
    KnownDifferences(String version, RuleSources sources) {
        String[] parts = version.split("[^0-9]+", 3);
        this.major = number(parts, 0);
        this.minor = number(parts, 1);
        this.sources = sources;
    }

    private static int number(String[] parts, int index) {
        return index < parts.length && !parts[index].isEmpty() && parts[index].length() < 6
                ? Integer.parseInt(parts[index])
                : 0;
    }

    private static Change change(int major, int minor, String construct, String name) {
        return new Change(major, minor, Pattern.compile(construct), name);
    }

    /** Returns what is known of an error of yara, null for nothing. */
    @Nullable
    String ofError(String error) {
        return first(IN_ERRORS, error);
    }

    /** Returns what is known of a difference between the matches of a string, null for nothing. */
    @Nullable
    String ofMatches(List<YaraOutput.Hit> onlyThor, List<YaraOutput.Hit> onlyYara) {
        boolean empty = onlyYara.isEmpty() && onlyThor.stream().allMatch(hit -> hit.length() == 0);
        return empty && isBefore(4, 3) ? "matches of no length are reported since 4.3" : null;
    }

    /** Returns what is known of the constructs in a rule's text, null for nothing. */
    @Nullable
    String ofRule(String namespace, String name) {
        String text = text(namespace, name);
        return text == null ? null : first(IN_RULES, text);
    }

    private @Nullable String first(List<Change> changes, String text) {
        for (Change change : changes) {
            if (isBefore(change.major, change.minor)
                    && change.construct.matcher(text).find()) {
                return change.name;
            }
        }
        return null;
    }

    private boolean isBefore(int otherMajor, int otherMinor) {
        return major < otherMajor || (major == otherMajor && minor < otherMinor);
    }

    /** Returns a rule's text, from its name to the next rule; null when no file of the namespace has it. */
    private @Nullable String text(String namespace, String name) {
        Pattern begin = Pattern.compile("\\brule\\s+" + Pattern.quote(name) + "\\b");
        for (RuleSources.Source source : sources.sources()) {
            if (!source.namespace().equals(namespace)) {
                continue;
            }
            String text = new String(source.text(), StandardCharsets.ISO_8859_1);
            Matcher found = begin.matcher(text);
            if (found.find()) {
                Matcher next = Pattern.compile("(?m)^\\s*((private|global)\\s+)*rule\\s+\\w")
                        .matcher(text);
                int end = next.find(found.end()) ? next.start() : text.length();
                return text.substring(found.start(), end);
            }
        }
        return null;
    }
}
