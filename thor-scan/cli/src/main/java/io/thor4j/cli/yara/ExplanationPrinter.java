package io.thor4j.cli.yara;

import io.thor4j.cli.Terminal;
import io.thor4j.yara.Explanation;
import io.thor4j.yara.ExplanationNode;
import io.thor4j.yara.LimitReached;
import io.thor4j.yara.StringMatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Prints explanations as indented trees. Used by one thread. */
final class ExplanationPrinter {
    private static final String INDENT = "  ";
    // Conditions can be thousands of levels deep, screens are not wide.
    private static final int MAX_INDENT = 40;
    // Characters of a part's text; the parts of a long one are printed below it.
    private static final int MAX_TEXT = 120;
    // Bytes of a match or text value.
    private static final int MAX_BYTES = 32;

    private record Open(ExplanationNode node, int level, String before) {}

    private final Terminal terminal;
    private final int matches;

    ExplanationPrinter(Terminal terminal, int matches) {
        this.terminal = terminal;
        this.matches = matches;
    }

    /** Prints an explanation and those of the rules that the rule asks for. */
    void print(Explanation explanation, String file, long size) {
        terminal.line("rule " + explanation.rule() + (explanation.holds() ? " holds for " : " does not hold for ")
                + file + " (" + size + " bytes)");
        for (LimitReached limit : explanation.limits()) {
            terminal.line("incomplete: " + limit.text());
        }
        body(explanation);
        for (Explanation reference : explanation.references()) {
            terminal.line("");
            terminal.line("rule " + reference.rule() + (reference.holds() ? " holds" : " does not hold"));
            body(reference);
        }
    }

    private void body(Explanation explanation) {
        if (explanation.holds() && explanation.rule().isPrivate()) {
            terminal.line("not reported: the rule is private");
        }
        if (explanation.holds() && !explanation.heldBackBy().isEmpty()) {
            List<String> names =
                    explanation.heldBackBy().stream().map(rule -> rule.name()).toList();
            terminal.line("not reported: global rules that do not hold: " + String.join(", ", names));
        }
        List<ExplanationNode> decisive = explanation.decisive();
        for (ExplanationNode node : decisive) {
            terminal.line("because: " + line(node));
        }
        terminal.line("condition:");
        tree(explanation.condition(), decisive);
        if (!explanation.strings().isEmpty()) {
            terminal.line("strings:");
            explanation.strings().forEach(this::string);
        }
    }

    private void tree(ExplanationNode root, List<ExplanationNode> decisive) {
        Set<ExplanationNode> marked = Collections.newSetFromMap(new IdentityHashMap<>());
        marked.addAll(decisive);
        Deque<Open> open = new ArrayDeque<>();
        open.push(new Open(root, 1, ""));
        while (!open.isEmpty()) {
            Open next = open.pop();
            ExplanationNode node = next.node();
            String indent = INDENT.repeat(Math.min(next.level(), MAX_INDENT));
            if (node.kind() == ExplanationNode.Kind.ITERATION) {
                open.push(new Open(node.children().get(0), next.level(), node.text() + ": "));
                continue;
            }
            terminal.line(indent + next.before() + line(node) + (marked.contains(node) ? "   <-- decides" : ""));
            children(node, next.level() + 1, open);
        }
    }

    private void children(ExplanationNode node, int level, Deque<Open> open) {
        String indent = INDENT.repeat(Math.min(level, MAX_INDENT));
        if (node.omitted() > 0) {
            terminal.line(indent + "(" + node.omitted() + " rounds are not shown)");
        }
        List<ExplanationNode> children = node.children();
        List<String> missing = new ArrayList<>();
        for (int i = children.size() - 1; i >= 0; i--) {
            ExplanationNode child = children.get(i);
            boolean isMember = node.kind() == ExplanationNode.Kind.OF
                    && child.kind() != ExplanationNode.Kind.CONSTANT
                    && child.children().isEmpty();
            if (isMember && Boolean.FALSE.equals(child.value()) && "no match".equals(child.note())) {
                missing.add(0, child.text());
            } else if (child.kind() != ExplanationNode.Kind.CONSTANT || child.value() instanceof Boolean) {
                open.push(new Open(child, level, ""));
            }
        }
        if (!missing.isEmpty()) {
            terminal.line(indent + "false: not found: " + shortened(String.join(", ", missing)));
        }
    }

    private static String line(ExplanationNode node) {
        String value = switch (node.state()) {
            case VALUE -> value(node);
            case UNDEFINED -> "undefined";
            case NOT_EVALUATED -> "not evaluated";
        };
        String note = node.note() == null ? "" : "   [" + node.note() + "]";
        return value + ": " + shortened(node.text()) + note;
    }

    private static String value(ExplanationNode node) {
        Object value = node.value();
        if (value instanceof Long number) {
            boolean big = number > 9 && node.kind() != ExplanationNode.Kind.VARIABLE;
            return number + (big ? " (0x" + Long.toHexString(number) + ")" : "");
        }
        if (value instanceof String text && node.kind() != ExplanationNode.Kind.CONSTANT) {
            StringBuilder out = new StringBuilder("\"");
            for (int i = 0; i < Math.min(text.length(), 2 * MAX_BYTES); i++) {
                printable(text.charAt(i), out);
            }
            return out.append(text.length() > 2 * MAX_BYTES ? "...\"" : "\"").toString();
        }
        return String.valueOf(value);
    }

    private static String shortened(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 3) + "...";
    }

    private void string(Explanation.FoundString string) {
        int count = string.matches().size();
        String place = string.fixedOffset() < 0 ? "" : ", looked for at offset " + string.fixedOffset() + " only";
        terminal.line(INDENT + string.identifier() + " = " + shortened(string.text()) + place + ": "
                + (count == 0 ? "no match" : count == 1 ? "1 match" : count + " matches"));
        for (int i = 0; i < Math.min(count, matches); i++) {
            match(string.matches().get(i));
        }
        if (count > matches && matches > 0) {
            terminal.line(INDENT + INDENT + "(" + (count - matches) + " matches are not shown)");
        }
    }

    private void match(StringMatch match) {
        byte[] data = match.data();
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < Math.min(data.length, MAX_BYTES); i++) {
            if (match.isHex()) {
                out.append(i == 0 ? "" : " ").append(String.format(Locale.ROOT, "%02x", data[i]));
            } else {
                printable((char) (data[i] & 0xff), out);
            }
        }
        String key = match.xorKey() > 0 ? String.format(Locale.ROOT, ", xor key 0x%02x", match.xorKey()) : "";
        terminal.line(INDENT + INDENT + "0x" + Long.toHexString(match.offset()) + ", " + match.length() + " bytes" + key
                + ": " + out + (match.length() > MAX_BYTES ? "..." : ""));
    }

    private static void printable(char c, StringBuilder out) {
        if (c >= ' ' && c < 0x7f) {
            out.append(c);
        } else {
            out.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
        }
    }
}
