package io.thor4j.cli.yara;

import io.thor4j.cli.ScreenText;
import io.thor4j.yara.RuleMatch;
import io.thor4j.yara.ScanResult;
import io.thor4j.yara.StringMatch;
import io.thor4j.yara.YaraMeta;
import io.thor4j.yara.YaraRule;
import io.thor4j.yara.YaraRules;
import java.io.PrintStream;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Prints what a scan found in the format of the yara command (cli/yara.c of 4.5, the same in 4.2), byte for byte. Only file names differ,
 * when they hold control characters: those are printed escaped. Used by one thread.
 */
final class MatchPrinter {
    /** What is printed beside the rule's name and the file's. */
    record Format(
            boolean strings,
            boolean length,
            boolean xorKey,
            boolean meta,
            boolean tags,
            boolean namespace,
            boolean console) {}

    /**
     * Which rules are printed.
     *
     * @param negate those that do not match
     * @param countOnly none, only how many match
     * @param tags those with one of these tags; all when it is empty
     * @param identifiers those with one of these names, whatever their tags; all when it is empty
     * @param limit ends everything after so many matching rules, 0 for never
     */
    record Choice(boolean negate, boolean countOnly, Set<String> tags, Set<String> identifiers, long limit) {}

    // Bytes of a hex string's match that are printed.
    private static final int HEX_BYTES = 64;
    // Characters that are collected before they go to the stream.
    private static final int CHUNK = 1 << 16;
    private static final String ESCAPES = "\0\0\0\0\0\0\0abtnvfr";

    private final PrintStream out;
    private final YaraRules rules;
    private final Format format;
    private final Choice choice;
    private final StringBuilder text = new StringBuilder();
    private long total;

    MatchPrinter(PrintStream out, YaraRules rules, Format format, Choice choice) {
        this.out = out;
        this.rules = rules;
        this.format = format;
        this.choice = choice;
    }

    /** Returns whether so many rules have matched that nothing more is to be scanned. */
    boolean limitReached() {
        return choice.limit() != 0 && total >= choice.limit();
    }

    /**
     * Prints what was found in one file.
     *
     * @param display what the file is called
     * @param result what was found
     * @param named whether a count is printed with the file's name
     */
    void print(String display, ScanResult result, boolean named) {
        String file = ScreenText.escape(display);
        if (format.console()) {
            for (String line : result.console()) {
                text.append(line).append('\n');
            }
        }
        long before = total;
        if (choice.negate()) {
            negated(file, result);
        } else {
            for (RuleMatch match : result.matches()) {
                if (shown(match.rule())) {
                    rule(match.rule(), match, file);
                }
                total++;
                if (limitReached()) {
                    break;
                }
            }
        }
        if (choice.countOnly()) {
            text.append(named ? file + ": " : "").append(total - before).append('\n');
        }
        flush();
    }

    /** Goes through all rules in their order, since the limit counts those that match. */
    private void negated(String file, ScanResult result) {
        List<RuleMatch> matches = result.matches();
        int next = 0;
        for (YaraRule rule : rules.rules()) {
            if (rule.isPrivate()) {
                continue;
            }
            if (next < matches.size() && matches.get(next).rule().equals(rule)) {
                next++;
                total++;
            } else if (shown(rule)) {
                rule(rule, null, file);
            }
            if (limitReached()) {
                return;
            }
        }
    }

    private boolean shown(YaraRule rule) {
        if (choice.countOnly()) {
            return false;
        }
        // With both choices the name alone decides, as in yara.
        if (!choice.identifiers().isEmpty()) {
            return choice.identifiers().contains(rule.name());
        }
        return choice.tags().isEmpty() || !Collections.disjoint(choice.tags(), rule.tags());
    }

    private void rule(YaraRule rule, @Nullable RuleMatch match, String file) {
        if (format.namespace()) {
            text.append(ScreenText.escape(rule.namespace())).append(':');
        }
        text.append(rule.name()).append(' ');
        if (format.tags()) {
            text.append('[').append(String.join(",", rule.tags())).append("] ");
        }
        if (format.meta()) {
            meta(rule.meta());
        }
        text.append(file).append('\n');
        if (match != null && (format.strings() || format.length() || format.xorKey())) {
            for (StringMatch string : match.strings()) {
                if (!string.isPrivate()) {
                    string(string);
                }
            }
        }
    }

    private void meta(List<YaraMeta> entries) {
        text.append('[');
        String separator = "";
        for (YaraMeta entry : entries) {
            text.append(separator).append(entry.key());
            byte[] bytes = entry.bytes();
            if (bytes != null) {
                text.append("=\"");
                escaped(bytes);
                text.append('"');
            } else if (entry.value() instanceof Boolean) {
                text.append('=').append(entry.value());
            } else {
                // The blank is yara's.
                text.append(" =").append(entry.value());
            }
            separator = ",";
        }
        text.append("] ");
    }

    private void string(StringMatch string) {
        byte[] data = string.data();
        text.append("0x").append(Long.toHexString(string.offset())).append(':');
        if (format.length()) {
            // What yara calls the length is that of the bytes it has kept.
            text.append(data.length).append(':');
        }
        text.append(string.identifier());
        if (format.xorKey()) {
            int key = Math.max(0, string.xorKey());
            text.append(":xor(0x");
            hex(key, "0123456789abcdef");
            text.append(',');
            printable(data, key);
            text.append(')');
        }
        if (format.strings()) {
            text.append(": ");
            if (string.isHex()) {
                hexBytes(data);
            } else {
                printable(data, 0);
            }
        }
        text.append('\n');
        if (text.length() > CHUNK) {
            flush();
        }
    }

    private void hexBytes(byte[] data) {
        for (int i = 0; i < Math.min(HEX_BYTES, data.length); i++) {
            if (i > 0) {
                text.append(' ');
            }
            hex(data[i] & 0xff, "0123456789ABCDEF");
        }
        if (data.length > HEX_BYTES) {
            text.append(" ...");
        }
    }

    private void printable(byte[] data, int key) {
        for (byte b : data) {
            int value = (b ^ key) & 0xff;
            if (value >= ' ' && value <= '~') {
                text.append((char) value);
            } else {
                text.append("\\x");
                hex(value, "0123456789ABCDEF");
            }
        }
    }

    private void hex(int value, String digits) {
        text.append(digits.charAt(value >> 4)).append(digits.charAt(value & 15));
    }

    /** Text of meta entries, as C would write it; it ends at the first NUL. */
    private void escaped(byte[] data) {
        for (byte b : data) {
            int value = b & 0xff;
            if (value == 0) {
                return;
            }
            if (value == '"' || value == '\'' || value == '\\') {
                text.append('\\').append((char) value);
            } else if (value >= ' ' && value < 0x7f) {
                text.append((char) value);
            } else if (value < ESCAPES.length() && ESCAPES.charAt(value) != 0) {
                text.append('\\').append(ESCAPES.charAt(value));
            } else {
                text.append('\\')
                        .append((char) ('0' + (value >> 6)))
                        .append((char) ('0' + (value >> 3 & 7)))
                        .append((char) ('0' + (value & 7)));
            }
        }
    }

    private void flush() {
        out.append(text);
        text.setLength(0);
    }
}
