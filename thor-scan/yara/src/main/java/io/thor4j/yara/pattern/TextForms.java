package io.thor4j.yara.pattern;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The forms in which a text is searched: ascii, wide, xor and base64 (yara-semantics.md section 3). */
final class TextForms {
    private static final byte[] STANDARD =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(StandardCharsets.US_ASCII);

    private TextForms() {}

    static List<Literal> of(PatternSpec spec, byte[] text) {
        if (spec.base64() || spec.base64wide()) {
            return base64(spec, text);
        }
        List<Literal> forms = new ArrayList<>();
        if (spec.ascii()) {
            addKeys(spec, text, false, forms);
        }
        if (spec.wide()) {
            addKeys(spec, widen(text), true, forms);
        }
        return forms;
    }

    private static void addKeys(PatternSpec spec, byte[] bytes, boolean wide, List<Literal> forms) {
        if (!spec.xor()) {
            forms.add(Literal.of(bytes, spec.nocase(), wide, -1));
            return;
        }
        for (int key = spec.xorMin(); key <= spec.xorMax(); key++) {
            byte[] changed = bytes.clone();
            for (int i = 0; i < changed.length; i++) {
                changed[i] ^= (byte) key;
            }
            forms.add(Literal.of(changed, false, wide, key));
        }
    }

    /** Puts a zero behind every byte. */
    static byte[] widen(byte[] bytes) {
        byte[] result = new byte[bytes.length * 2];
        for (int i = 0; i < bytes.length; i++) {
            result[2 * i] = bytes[i];
        }
        return result;
    }

    private static List<Literal> base64(PatternSpec spec, byte[] text) {
        byte[] alphabet = spec.base64Alphabet().length == 64 ? spec.base64Alphabet() : STANDARD;
        Set<String> encoded = new LinkedHashSet<>();
        // Ascii here is also the default; with wide alone only the wide form of the text is encoded.
        boolean plain = !spec.wide() || spec.ascii();
        for (int shift = 0; shift < 3; shift++) {
            if (plain) {
                addEncoding(spec, text, alphabet, shift, encoded);
            }
            if (spec.wide()) {
                addEncoding(spec, widen(text), alphabet, shift, encoded);
            }
        }
        List<Literal> forms = new ArrayList<>();
        for (String form : encoded) {
            forms.add(Literal.of(form.getBytes(StandardCharsets.ISO_8859_1), false, false, -1));
        }
        return forms;
    }

    /*
     * The text may begin at any of the three places of a base64 group. Its first characters then hold bits of what stood before, and the last
     * ones bits of what follows or padding: those are cut off (libyara base64.c:120).
     */
    private static void addEncoding(PatternSpec spec, byte[] text, byte[] alphabet, int shift, Set<String> out) {
        byte[] shifted = new byte[text.length + shift];
        System.arraycopy(text, 0, shifted, shift, text.length);
        int padding = (3 - shifted.length % 3) % 3;
        StringBuilder encoded = new StringBuilder();
        for (int i = 0; i < shifted.length; i += 3) {
            int group = byteAt(shifted, i) << 16 | byteAt(shifted, i + 1) << 8 | byteAt(shifted, i + 2);
            for (int part = 18; part >= 0; part -= 6) {
                encoded.append((char) (alphabet[group >>> part & 63] & 0xff));
            }
        }
        int begin = shift == 0 ? 0 : shift + 1;
        int end = encoded.length() - (padding == 0 ? 0 : padding + 1);
        if (begin >= end) {
            return;
        }
        String core = encoded.substring(begin, end);
        if (spec.base64()) {
            out.add(core);
        }
        if (spec.base64wide()) {
            out.add(new String(widen(core.getBytes(StandardCharsets.ISO_8859_1)), StandardCharsets.ISO_8859_1));
        }
    }

    private static int byteAt(byte[] bytes, int at) {
        return at < bytes.length ? bytes[at] & 0xff : 0;
    }
}
