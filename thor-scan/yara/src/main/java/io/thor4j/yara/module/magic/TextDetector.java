package io.thor4j.yara.module.magic;

import io.thor4j.core.MalformedInputException;
import io.thor4j.yara.module.cuckoo.json.JsonText;
import io.thor4j.yara.spi.ModuleInput;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Texts: their encoding, by the classes of bytes that libmagic 5.44 goes by (encoding.c), their line ends, and what is written in them.
 * Stateless.
 */
final class TextDetector {
    /** Bytes looked at (libmagic's limit "bytes"). */
    private static final int MAX_BYTES = 1 << 20;

    /** Lines above this many characters are worth a word. */
    private static final int LONG_LINE = 300;

    private static final FileKind JSON = new FileKind("JSON text data", "application/json");

    private static final FileKind PERL = new FileKind("Perl script text executable", "text/x-perl");
    private static final FileKind SVG = new FileKind("SVG Scalable Vector Graphics image", "image/svg+xml");

    private TextDetector() {}

    /**
     * Tells what text this is.
     *
     * @param input the file
     * @return null when this is no text
     */
    static @Nullable FileKind detect(ModuleInput input) {
        byte[] head = input.bytes(0, unpadded(input));
        if (head == null) {
            return null;
        }
        String encoding = encoding(head);
        if (encoding == null) {
            return null;
        }
        String text = decoded(head, encoding);
        FileKind content = content(text, head);
        if (JSON.equals(content) || PERL.equals(content) || SVG.equals(content)) {
            return content;
        }
        String described = encoding + " text";
        if (content == null) {
            return new FileKind(described + lineEnds(text), "text/plain");
        }
        String executable = text.startsWith("#!") ? " executable" : "";
        return new FileKind(content.type() + ", " + described + executable + lineEnds(text), content.mime());
    }

    /** NUL bytes at the end are padding, but for half a character of UTF-16. */
    private static int unpadded(ModuleInput input) {
        int length = Math.min(input.length(), MAX_BYTES);
        while (length > 1 && input.u8(length - 1L) == 0) {
            length--;
        }
        boolean half = length % 2 != 0 && length < input.length() && input.u16be(0) == 0xfffe;
        return half ? length + 1 : length;
    }

    private static @Nullable String encoding(byte[] head) {
        int first = head[0] & 0xff;
        int second = head.length > 1 ? head[1] & 0xff : 0;
        if (first == 0xff && second == 0xfe) {
            return wideText(head, StandardCharsets.UTF_16LE) ? "Unicode text, UTF-16, little-endian" : null;
        } else if (first == 0xfe && second == 0xff) {
            return wideText(head, StandardCharsets.UTF_16BE) ? "Unicode text, UTF-16, big-endian" : null;
        }
        boolean ascii = true;
        boolean iso = true;
        for (byte b : head) {
            int c = b & 0xff;
            if (c < 0x80 && !plain(c)) {
                return null;
            }
            ascii &= c < 0x80;
            iso &= c < 0x80 || c >= 0xa0 || c == 0x85;
        }
        if (ascii) {
            return "ASCII";
        } else if (utf8(head)) {
            boolean marked = first == 0xef && second == 0xbb;
            return marked ? "Unicode text, UTF-8 (with BOM)" : "Unicode text, UTF-8";
        }
        return iso ? "ISO-8859" : "Non-ISO extended-ASCII";
    }

    /** Printable characters, and BEL BS HT LF FF CR ESC. */
    private static boolean plain(int c) {
        return (c >= 0x20 && c < 0x7f) || (c >= 7 && c <= 13 && c != 11) || c == 27;
    }

    private static boolean wideText(byte[] head, Charset charset) {
        String text = new String(head, 2, head.length - 2, charset);
        return text.chars().allMatch(c -> c >= 0x80 || plain(c));
    }

    /** A character cut by the limit is no fault. */
    private static boolean utf8(byte[] head) {
        int length = head.length;
        if (length == MAX_BYTES) {
            while (length > MAX_BYTES - 4 && (head[length - 1] & 0x80) != 0) {
                length--;
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(head, 0, length));
            return true;
        } catch (CharacterCodingException other) {
            return false;
        }
    }

    private static String decoded(byte[] head, String encoding) {
        if (encoding.endsWith("little-endian")) {
            return new String(head, 2, head.length - 2, StandardCharsets.UTF_16LE);
        } else if (encoding.endsWith("big-endian")) {
            return new String(head, 2, head.length - 2, StandardCharsets.UTF_16BE);
        }
        int begin = encoding.endsWith("BOM)") ? 3 : 0;
        return new String(head, begin, head.length - begin, StandardCharsets.ISO_8859_1);
    }

    private static String lineEnds(String text) {
        int crlf = 0;
        int cr = 0;
        int lf = 0;
        int nel = 0;
        int line = 0;
        int longest = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line++;
            if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                crlf++;
                i++;
            } else if (c == '\r') {
                cr++;
            } else if (c == '\n') {
                lf++;
            } else if (c == 0x85) {
                nel++;
            } else {
                longest = Math.max(longest, line);
                continue;
            }
            line = 0;
        }
        String result = longest > LONG_LINE ? ", with very long lines (" + longest + ")" : "";
        List<String> kinds = new ArrayList<>();
        addIf(kinds, crlf, "CRLF");
        addIf(kinds, cr, "CR");
        addIf(kinds, lf, "LF");
        addIf(kinds, nel, "NEL");
        if (kinds.isEmpty()) {
            result += ", with no line terminators";
        } else if (!kinds.equals(List.of("LF"))) {
            result += ", with " + String.join(", ", kinds) + " line terminators";
        }
        return text.indexOf(27) < 0 ? result : result + ", with escape sequences";
    }

    private static void addIf(List<String> kinds, int count, String kind) {
        if (count > 0) {
            kinds.add(kind);
        }
    }

    private static @Nullable FileKind content(String text, byte[] head) {
        if (text.startsWith("#!")) {
            return script(text);
        }
        String begin = text.substring(0, Math.min(text.length(), 4_096)).stripLeading();
        String lower = begin.toLowerCase(Locale.ROOT);
        if (begin.startsWith("{") || begin.startsWith("[")) {
            return isJson(head) ? JSON : null;
        } else if (lower.startsWith("<?xml")) {
            return lower.contains("<svg") ? SVG : new FileKind("XML 1.0 document", "text/xml");
        } else if (lower.startsWith("<svg")) {
            return SVG;
        } else if (lower.startsWith("<?php") || lower.startsWith("<? ") || lower.startsWith("<?\n")) {
            return new FileKind("PHP script", "text/x-php");
        } else if (lower.startsWith("<!doctype html")
                || lower.startsWith("<html")
                || lower.startsWith("<head")
                || lower.startsWith("<body")
                || lower.startsWith("<script")) {
            return new FileKind("HTML document", "text/html");
        }
        return source(begin, lower);
    }

    private static @Nullable FileKind source(String begin, String lower) {
        if (lower.startsWith("@echo off")) {
            return new FileKind("DOS batch file", "text/x-msdos-batch");
        } else if (begin.startsWith("#include ") || begin.contains("\n#include ")) {
            boolean plusPlus = begin.contains("\nclass ") || begin.contains("using namespace ");
            return plusPlus ? new FileKind("C++ source", "text/x-c++") : new FileKind("C source", "text/x-c");
        } else if (begin.startsWith("Received: ") || begin.startsWith("Return-Path: ")) {
            return new FileKind("SMTP mail", "message/rfc822");
        } else if (begin.startsWith("From: ") || (begin.startsWith("From ") && lower.contains("\nsubject: "))) {
            return new FileKind("news or mail", "message/rfc822");
        } else if (lower.startsWith("[internetshortcut]")) {
            return new FileKind("MS Windows 95 Internet shortcut text", "application/x-mswinurl");
        } else if (begin.startsWith("BEGIN:VCARD")) {
            return new FileKind("vCard visiting card", "text/vcard");
        } else if (begin.startsWith("BEGIN:VCALENDAR")) {
            return new FileKind("vCalendar calendar file", "text/calendar");
        } else if (begin.startsWith("\\documentclass")) {
            return new FileKind("LaTeX 2e document", "text/x-tex");
        } else if (begin.startsWith("diff ") || begin.startsWith("--- ")) {
            return new FileKind("unified diff output", "text/x-diff");
        } else if (begin.startsWith("#EXTM3U")) {
            return new FileKind("M3U playlist", "application/x-mpegurl");
        }
        return null;
    }

    private static FileKind script(String text) {
        int end = text.indexOf('\n');
        String line = end < 0 ? text : text.substring(0, end);
        if (line.contains("python")) {
            return new FileKind("Python script", "text/x-script.python");
        } else if (line.contains("perl")) {
            return PERL;
        } else if (line.contains("ruby")) {
            return new FileKind("Ruby script", "text/x-ruby");
        } else if (line.contains("php")) {
            return new FileKind("PHP script", "text/x-php");
        } else if (line.contains("node")) {
            return new FileKind("Node.js script", "application/javascript");
        } else if (line.contains("awk")) {
            return new FileKind("awk script", "text/x-awk");
        } else if (line.contains("bash")) {
            return new FileKind("Bourne-Again shell script", "text/x-shellscript");
        } else if (line.contains("zsh")) {
            return new FileKind("Paul Falstad's zsh script", "text/x-shellscript");
        } else if (line.contains("csh")) {
            return new FileKind("C shell script", "text/x-shellscript");
        } else if (line.contains("sh")) {
            return new FileKind("POSIX shell script", "text/x-shellscript");
        }
        String shown = line.substring(2).strip();
        return new FileKind("a " + shown.substring(0, Math.min(shown.length(), 80)) + " script", "text/plain");
    }

    private static boolean isJson(byte[] head) {
        try {
            JsonText.read(head, "magic");
            return true;
        } catch (MalformedInputException other) {
            return false;
        }
    }
}
