package io.thor4j.libyara;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rule text from which single rules can be cut out, the lines of the others staying what they are. libyara gives up a whole source for one
 * bad rule; with the rule cut out the others can be had. Belongs to one thread.
 */
final class SourceText {
    /** A rule's place: bytes [from, to), and its name. */
    record Span(String name, int from, int to) {}

    private final byte[] text;

    SourceText(byte[] text) {
        this.text = text.clone();
    }

    SourceText(String text) {
        this(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the text as it now is; not to be changed. */
    byte[] bytes() {
        return text;
    }

    /** Returns the line of the first NUL, at which libyara would take the text to end; 0 when there is none. */
    int lineOfNul() {
        int line = 1;
        for (byte b : text) {
            if (b == 0) {
                return line;
            }
            line += b == '\n' ? 1 : 0;
        }
        return 0;
    }

    /**
     * Cuts out the rule that an error is about, or the line when it is about none.
     *
     * @param rule the rule's name, null when the compiler did not say
     * @param line the line of the error, from 1
     * @return the name of the rule that is gone, empty when only a line is, null when nothing is left to be cut there
     */
    @Nullable
    String cut(@Nullable String rule, int line) {
        int at = startOfLine(line);
        int end = endOfLine(at);
        Span found = null;
        for (Span span : spans()) {
            boolean meant = rule == null ? span.from < end && span.to > at : span.name.equals(rule);
            /* An error is told where it is noticed, which may be behind the rule, never before it: the last that begins by then. */
            if (meant && (found == null || span.from < end)) {
                found = span;
            }
        }
        if (found != null) {
            blank(found.from, found.to);
            return found.name;
        }
        return blank(at, end) ? "" : null;
    }

    /**
     * Cuts out the first {@code include} of a file.
     *
     * @param name the file as the include has it
     * @return the line of the include, 0 when there is none
     */
    int cutInclude(String name) {
        byte[] wanted = ("\"" + name + "\"").getBytes(StandardCharsets.UTF_8);
        byte[] keyword = "include".getBytes(StandardCharsets.US_ASCII);
        int line = 1;
        for (int at = 0; at < text.length; at++) {
            line += text[at] == '\n' ? 1 : 0;
            if (!startsWith(at, keyword)) {
                continue;
            }
            int from = at + keyword.length;
            while (from < text.length && isBlank(text[from])) {
                from++;
            }
            if (startsWith(from, wanted)) {
                blank(at, from + wanted.length);
                return line;
            }
        }
        return 0;
    }

    private boolean startsWith(int at, byte[] wanted) {
        return at + wanted.length <= text.length
                && Arrays.equals(text, at, at + wanted.length, wanted, 0, wanted.length);
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    /** Cuts out everything. */
    void cutAll() {
        blank(0, text.length);
    }

    private boolean blank(int from, int to) {
        boolean changed = false;
        for (int i = from; i < to; i++) {
            if (text[i] != '\n' && text[i] != ' ' && text[i] != '\r') {
                text[i] = ' ';
                changed = true;
            }
        }
        return changed;
    }

    private int startOfLine(int line) {
        int at = 0;
        for (int left = line - 1; left > 0 && at < text.length; at++) {
            left -= text[at] == '\n' ? 1 : 0;
        }
        return at;
    }

    private int endOfLine(int from) {
        int at = from;
        while (at < text.length && text[at] != '\n') {
            at++;
        }
        return at;
    }

    /**
     * Finds the rules. A rule ends where its braces close or, when they do not, before the next word {@code rule}: that is a keyword, which
     * nothing inside a rule can be called.
     */
    List<Span> spans() {
        List<Span> spans = new ArrayList<>();
        int start = -1;
        String name = "";
        int depth = 0;
        int modifiers = -1;
        int at = 0;
        int before = '\n';
        while (at < text.length) {
            int next = skip(at, before);
            if (next > at) {
                at = next;
                continue;
            }
            int c = text[at];
            if (isWord(c)) {
                int end = at;
                while (end < text.length && isWord(text[end])) {
                    end++;
                }
                String word = new String(text, at, end - at, StandardCharsets.ISO_8859_1);
                if (word.equals("rule") && before != '$') {
                    int from = modifiers >= 0 ? modifiers : at;
                    if (start >= 0) {
                        spans.add(new Span(name, start, from));
                    }
                    start = from;
                    name = wordBehind(end);
                    depth = 0;
                }
                boolean modifier = word.equals("private") || word.equals("global");
                modifiers = modifier ? (modifiers >= 0 ? modifiers : at) : -1;
                before = word.equals("matches") ? '=' : 'a';
                at = end;
                continue;
            }
            if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
                if (depth == 0 && start >= 0) {
                    spans.add(new Span(name, start, at + 1));
                    start = -1;
                }
            }
            if (!isBlank(c)) {
                before = c;
                modifiers = -1;
            }
            at++;
        }
        if (start >= 0) {
            spans.add(new Span(name, start, text.length));
        }
        return spans;
    }

    /** Returns the end of the comment, text or regex that begins at a place, the place itself when none does. */
    private int skip(int at, int before) {
        int c = text[at];
        int next = at + 1 < text.length ? text[at + 1] : 0;
        if (c == '"') {
            return closing(at, '"');
        }
        if (c != '/') {
            return at;
        }
        if (next == '/') {
            return endOfLine(at);
        }
        if (next == '*') {
            int end = at + 2;
            while (end + 1 < text.length && !(text[end] == '*' && text[end + 1] == '/')) {
                end++;
            }
            return Math.min(text.length, end + 2);
        }
        return before == '=' || before == '(' || before == ',' ? closing(at, '/') : at;
    }

    private int closing(int at, int mark) {
        int end = at + 1;
        while (end < text.length && text[end] != mark && text[end] != '\n') {
            end += text[end] == '\\' ? 2 : 1;
        }
        return Math.min(text.length, end + (end < text.length && text[end] == '\n' ? 0 : 1));
    }

    private String wordBehind(int from) {
        int at = from;
        while (at < text.length && isBlank(text[at])) {
            at++;
        }
        int end = at;
        while (end < text.length && isWord(text[end])) {
            end++;
        }
        return new String(text, at, end - at, StandardCharsets.ISO_8859_1);
    }

    private static boolean isWord(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
}
