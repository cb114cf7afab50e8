package io.thor4j.yara.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The atoms that libyara would search for a text, for its warnings: how many, and how good the worst is. Worked out by trying the yara command
 * (rules around its limit of atoms, texts around its limit of quality).
 */
final class LibyaraAtoms {
    private static final int LENGTH = 4;

    private LibyaraAtoms() {}

    /** Returns the quality that decides whether a text is slow: that of its best four bytes, and with xor of the worst key's form of them. */
    static int quality(PatternSpec spec, byte[] text) {
        int quality = AtomTree.quality(text);
        if (!spec.xor()) {
            return quality;
        }
        for (byte[] atom : ofText(spec, text)) {
            quality = Math.min(quality, worstKey(spec, atom));
        }
        return quality;
    }

    private static int worstKey(PatternSpec spec, byte[] atom) {
        int worst = Integer.MAX_VALUE;
        for (int key = spec.xorMin(); key <= spec.xorMax(); key++) {
            byte[] changed = atom.clone();
            for (int i = 0; i < changed.length; i++) {
                changed[i] ^= (byte) key;
            }
            worst = Math.min(worst, AtomTree.quality(changed));
        }
        return worst;
    }

    /** Returns how many atoms a text has: forms, spellings and keys. */
    static long count(PatternSpec spec, byte[] text) {
        if (spec.base64() || spec.base64wide()) {
            return TextForms.of(spec, text).size();
        }
        long count = 0;
        for (byte[] atom : ofText(spec, text)) {
            count += spec.nocase() ? spellings(atom) : 1;
        }
        return spec.xor() ? count * (spec.xorMax() - spec.xorMin() + 1) : count;
    }

    /** Returns how many atoms the chosen places of a regex or hex string stand for: half-known bytes are written out. */
    static long count(PatternSpec spec, List<AtomTree.Atom> atoms) {
        long count = 0;
        int forms = (spec.ascii() ? 1 : 0) + (spec.wide() ? 1 : 0);
        for (AtomTree.Atom atom : atoms) {
            long own = 1;
            int letters = 0;
            for (ReNode.Leaf leaf : atom.leaves()) {
                own <<= 8 - Integer.bitCount(leaf.mask & 0xff);
                letters += leaf.mask == 0xff && isLetter(leaf.value) ? 1 : 0;
            }
            count += forms * own * (spec.nocase() ? 1L << letters : 1);
        }
        return Math.max(1, count);
    }

    private static List<byte[]> ofText(PatternSpec spec, byte[] text) {
        byte[] best = best(text);
        List<byte[]> atoms = new ArrayList<>();
        if (spec.ascii()) {
            atoms.add(best);
        }
        if (spec.wide()) {
            byte[] wide = TextForms.widen(best);
            atoms.add(Arrays.copyOf(wide, Math.min(LENGTH, wide.length)));
        }
        return atoms;
    }

    private static byte[] best(byte[] text) {
        int length = Math.min(LENGTH, text.length);
        int best = 0;
        int quality = AtomTree.quality(text, null, 0, length);
        for (int from = 1; from + length <= text.length; from++) {
            int other = AtomTree.quality(text, null, from, length);
            if (other > quality) {
                quality = other;
                best = from;
            }
        }
        return Arrays.copyOfRange(text, best, best + length);
    }

    private static long spellings(byte[] atom) {
        long result = 1;
        for (byte b : atom) {
            result *= isLetter(b) ? 2 : 1;
        }
        return result;
    }

    private static boolean isLetter(int c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }
}
