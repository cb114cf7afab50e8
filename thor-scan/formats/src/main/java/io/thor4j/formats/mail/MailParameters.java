package io.thor4j.formats.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value of a header field with parameters, {@code text/plain; charset="utf-8"} (RFC 2045, 5.1; RFC 2231; RFC 2047). Immutable. */
final class MailParameters {
    /** Pieces of one parameter that are joined; ours. */
    private static final int MAX_PIECES = 100;

    private static final Pattern WORD = Pattern.compile("=\\?([^?]{1,100})\\?([bBqQ])\\?([^?]*)\\?=");

    private final String value;
    private final Map<String, String> parameters = new HashMap<>();

    MailParameters(String field) {
        int at = field.indexOf(';');
        this.value = (at < 0 ? field : field.substring(0, at)).strip().toLowerCase(Locale.ROOT);
        while (at >= 0 && at < field.length()) {
            int equals = field.indexOf('=', at);
            if (equals < 0) {
                break;
            }
            String name =
                    field.substring(at + 1, equals).replace(';', ' ').strip().toLowerCase(Locale.ROOT);
            int begin = equals + 1;
            while (begin < field.length() && field.charAt(begin) <= ' ') {
                begin++;
            }
            StringBuilder text = new StringBuilder();
            if (begin < field.length() && field.charAt(begin) == '"') {
                at = quoted(field, begin + 1, text);
                at = field.indexOf(';', at);
            } else {
                int end = field.indexOf(';', begin);
                text.append(field, begin, end < 0 ? field.length() : end);
                at = end;
            }
            parameters.putIfAbsent(name, text.toString().strip());
        }
    }

    private static int quoted(String field, int from, StringBuilder text) {
        int at = from;
        for (; at < field.length() && field.charAt(at) != '"'; at++) {
            /* A backslash before anything else than a quote or itself is meant: mailers write Windows paths like that. */
            boolean escape = field.charAt(at) == '\\'
                    && at + 1 < field.length()
                    && (field.charAt(at + 1) == '"' || field.charAt(at + 1) == '\\');
            if (escape) {
                at++;
            }
            text.append(field.charAt(at));
        }
        return Math.min(at + 1, field.length());
    }

    /** Returns what stands before the parameters, in lower case. */
    String value() {
        return value;
    }

    /** Returns a parameter as text, empty when it is not there. */
    String get(String name) {
        String plain = parameters.get(name);
        String extended = parameters.get(name + "*");
        if (extended != null) {
            return extended(extended, "");
        } else if (plain != null) {
            return words(plain);
        }
        StringBuilder joined = new StringBuilder();
        String charset = "";
        for (int i = 0; i < MAX_PIECES; i++) {
            String piece = parameters.get(name + "*" + i);
            String encoded = parameters.get(name + "*" + i + "*");
            if (encoded != null) {
                int quote = encoded.indexOf('\'');
                charset = i == 0 && quote > 0 ? encoded.substring(0, quote) : charset;
                joined.append(extended(encoded, i == 0 ? "" : charset));
            } else if (piece != null) {
                joined.append(piece);
            } else {
                break;
            }
        }
        return joined.toString();
    }

    /* RFC 2231: charset'language'text with percent signs; later pieces have neither. */
    private static String extended(String text, String charset) {
        int first = charset.isEmpty() ? text.indexOf('\'') : -1;
        int second = first < 0 ? -1 : text.indexOf('\'', first + 1);
        String name = second < 0 ? charset : text.substring(0, first);
        return decoded(hex(second < 0 ? text : text.substring(second + 1), '%'), name);
    }

    private static byte[] hex(String text, char mark) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == mark && i + 2 < text.length() && digit(text, i + 1) >= 0 && digit(text, i + 2) >= 0) {
                bytes.write(digit(text, i + 1) * 16 + digit(text, i + 2));
                i += 2;
            } else {
                bytes.write(mark == '=' && c == '_' ? ' ' : c);
            }
        }
        return bytes.toByteArray();
    }

    private static int digit(String text, int at) {
        return Character.digit(text.charAt(at), 16);
    }

    /** Decodes the encoded words of RFC 2047, which mailers also use inside of quotes, where that forbids them. */
    static String words(String text) {
        Matcher matcher = WORD.matcher(text);
        StringBuilder result = new StringBuilder();
        int at = 0;
        while (matcher.find()) {
            String between = text.substring(at, matcher.start());
            /* Blanks between two words are not part of the text. */
            result.append(at > 0 && between.isBlank() ? "" : between);
            result.append(word(matcher.group(1), matcher.group(2), matcher.group(3)));
            at = matcher.end();
        }
        return at == 0 ? plain(text) : result.append(text.substring(at)).toString();
    }

    private static String word(String charset, String encoding, String text) {
        byte[] bytes = encoding.equalsIgnoreCase("q")
                ? hex(text, '=')
                : Base64.getMimeDecoder().decode(padded(text));
        int star = charset.indexOf('*');
        return decoded(bytes, star < 0 ? charset : charset.substring(0, star));
    }

    private static String padded(String text) {
        String digits = text.replaceAll("[^A-Za-z0-9+/]", "");
        return digits.length() % 4 == 1 ? digits.substring(0, digits.length() - 1) : digits;
    }

    /* Bytes above 127 without any encoding: most mailers mean UTF-8. */
    private static String plain(String latin1) {
        String utf8 = new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return utf8.indexOf('\uFFFD') < 0 ? utf8 : latin1;
    }

    private static String decoded(byte[] bytes, String charset) {
        try {
            return new String(bytes, charset.isEmpty() ? StandardCharsets.UTF_8 : Charset.forName(charset));
        } catch (IllegalArgumentException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
