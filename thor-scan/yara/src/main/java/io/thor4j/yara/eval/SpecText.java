package io.thor4j.yara.eval;

import io.thor4j.yara.pattern.PatternSpec;
import java.nio.charset.StandardCharsets;

/** Writes the strings of compiled rules as rule text again. Stateless. */
public final class SpecText {
    private SpecText() {}

    /**
     * Returns a string with its modifiers.
     *
     * @param spec the string
     */
    public static String of(PatternSpec spec) {
        StringBuilder out = new StringBuilder();
        String body = new String(spec.body(), StandardCharsets.ISO_8859_1);
        switch (spec.kind()) {
            case TEXT -> IrText.quoted(spec.body(), out);
            case HEX -> oneLine(body, out);
            case REGEX -> {
                out.append('/').append(body.replace("/", "\\/")).append('/');
                out.append(spec.nocase() ? "i" : "").append(spec.dotAll() ? "s" : "");
            }
        }
        if (spec.nocase() && spec.kind() == PatternSpec.Kind.TEXT) {
            out.append(" nocase");
        }
        if (spec.wide()) {
            out.append(spec.ascii() ? " ascii wide" : " wide");
        }
        if (spec.xor()) {
            out.append(" xor");
            if (spec.xorMin() > 0 || spec.xorMax() < 255) {
                out.append('(')
                        .append(spec.xorMin())
                        .append('-')
                        .append(spec.xorMax())
                        .append(')');
            }
        }
        base64(spec, out);
        return out.append(spec.fullword() ? " fullword" : "")
                .append(spec.isPrivate() ? " private" : "")
                .toString();
    }

    /** Writes the body of a hex string, which may go over many lines. */
    private static void oneLine(String body, StringBuilder out) {
        out.append('{');
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i) <= ' ' ? ' ' : body.charAt(i);
            if (c != ' ' || out.charAt(out.length() - 1) != ' ') {
                out.append(c);
            }
        }
        out.append('}');
    }

    private static void base64(PatternSpec spec, StringBuilder out) {
        StringBuilder alphabet = new StringBuilder();
        if (spec.base64Alphabet().length > 0) {
            alphabet.append('(');
            IrText.quoted(spec.base64Alphabet(), alphabet);
            alphabet.append(')');
        }
        out.append(spec.base64() ? " base64" + alphabet : "");
        out.append(spec.base64wide() ? " base64wide" + alphabet : "");
    }
}
