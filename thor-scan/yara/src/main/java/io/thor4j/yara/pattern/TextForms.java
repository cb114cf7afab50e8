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
        // In the order of libyara's alternatives (base64.c). Ascii is also the default; with wide alone only the wide
        // text is encoded.
        if (spec.wide()) {
            addEncodings(spec, widen(text), alphabet, encoded);
        }
        if (!spec.wide() || spec.ascii()) {
            addEncodings(spec, text, alphabet, encoded);
        }
        List<Literal> forms = new ArrayList<>();
        for (String form : encoded) {
            byte[] bytes = form.getBytes(StandardCharsets.ISO_8859_1);
            forms.add(Literal.of(bytes, false, false, rank(bytes, forms.size())));
        }
        return forms;
    }

    /*
     * Several forms can stand at one offset. libyara makes them the alternatives of a regex and reports the one whose atom it meets first:
     * by the atom's end, then the longer atom, then the earlier alternative.
     */
    private static long rank(byte[] form, int index) {
        List<ReNode> leaves = new ArrayList<>();
        for (byte b : form) {
            leaves.add(ReNode.Leaf.literal(b & 0xff, false));
        }
        AtomTree.Atom atom = AtomTree.of(new ReNode.Concat(leaves)).atoms().get(0);
        int length = atom.leaves().size();
        int end = leaves.indexOf(atom.leaves().get(0)) + length;
        return (long) end << 16 | (7 - length) << 8 | index;
    }

    private static void addEncodings(PatternSpec spec, byte[] text, byte[] alphabet, Set<String> out) {
        for (int shift = 0; spec.base64() && shift < 3; shift++) {
            addEncoding(text, alphabet, shift, false, out);
        }
        for (int shift = 0; spec.base64wide() && shift < 3; shift++) {
            addEncoding(text, alphabet, shift, true, out);
        }
    }

    /*
     * The text may begin at any of the three places of a base64 group. Its first characters then hold bits of what stood before, and the last
     * ones bits of what follows or padding: those are cut off (libyara base64.c:120).
     */
    private static void addEncoding(byte[] text, byte[] alphabet, int shift, boolean wide, Set<String> out) {
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
        byte[] bytes = core.getBytes(StandardCharsets.ISO_8859_1);
        out.add(wide ? new String(widen(bytes), StandardCharsets.ISO_8859_1) : core);
    }

    private static int byteAt(byte[] bytes, int at) {
        return at < bytes.length ? bytes[at] & 0xff : 0;
    }
}
