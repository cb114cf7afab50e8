package io.thor4j.cli.yara;

import io.thor4j.yara.Diagnostic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shows the place of a diagnostic: the line of the source and a caret under the column. Used by one thread. */
final class SourceLines {
    // Characters of a long line that are shown, half of them before the place: a line of hex may have thousands.
    private static final int WINDOW = 100;
    private static final String INDENT = "    ";

    private final Map<String, byte[]> texts = new HashMap<>();

    SourceLines(RuleSources sources) {
        sources.sources().forEach(source -> texts.put(source.name(), source.text()));
    }

    /** Returns the line and the line with the caret, or nothing when the source cannot be read. */
    List<String> excerpt(Diagnostic diagnostic) {
        byte[] text = texts.computeIfAbsent(diagnostic.source(), SourceLines::included);
        int begin = lineBegin(text, diagnostic.line());
        if (begin < 0) {
            return List.of();
        }
        int end = begin;
        while (end < text.length && text[end] != '\n' && text[end] != '\r') {
            end++;
        }
        // The column counts bytes, the screen characters.
        int place = Math.min(Math.max(begin, begin + diagnostic.column() - 1), end);
        String before = printable(text, begin, place);
        String after = printable(text, place, end);
        int cut = Math.max(0, before.length() - WINDOW / 2);
        String head = cut == 0 ? before : "..." + before.substring(cut);
        int room = Math.min(after.length(), WINDOW - Math.min(before.length() - cut, WINDOW));
        String tail = room == after.length() ? after : after.substring(0, room) + "...";
        return List.of(INDENT + head + tail, INDENT + " ".repeat(head.length()) + "^");
    }

    /** The text of an included file, which the compiler read and this command did not. */
    private static byte[] included(String name) {
        try {
            return Files.readAllBytes(Path.of(name));
        } catch (IOException | InvalidPathException e) {
            return new byte[0];
        }
    }

    private static int lineBegin(byte[] text, int line) {
        int begin = 0;
        for (int current = 1; current < line; current++) {
            while (begin < text.length && text[begin] != '\n') {
                begin++;
            }
            if (begin == text.length) {
                return -1;
            }
            begin++;
        }
        return text.length == 0 ? -1 : begin;
    }

    /** Every character is one column wide for the caret: tabs are one blank, what cannot be printed is a question mark. */
    private static String printable(byte[] text, int from, int to) {
        StringBuilder out = new StringBuilder(to - from);
        for (char c : new String(text, from, to - from, StandardCharsets.UTF_8).toCharArray()) {
            out.append(c == '\t' ? ' ' : isPrintable(c) ? c : '?');
        }
        return out.toString();
    }

    private static boolean isPrintable(char c) {
        return c < 0x80 ? c >= ' ' && c != 0x7f : Character.isLetterOrDigit(c);
    }
}
