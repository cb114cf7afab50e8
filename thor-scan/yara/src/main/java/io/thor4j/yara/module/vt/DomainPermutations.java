package io.thor4j.yara.module.vt;

import io.thor4j.yara.spi.StructValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code permutation_of} of a domain: tells whether it looks like a typing error or a disguise of another one (YARA-X, lib/src/modules/vt).
 * Compared are the names left of the public suffix; which suffixes are public is only known for the usual ones of two parts. Stateless.
 */
final class DomainPermutations {
    private static final long TYPO = 1;
    private static final long HOMOGLYPH = 2;
    private static final long HYPHENATION = 4;
    private static final long SUBDOMAIN = 8;
    private static final long BITSQUATTING = 16;
    private static final long ALL = 31;

    private static final String VOWELS = "aeiou";

    /** Names that stand for a service, not for an owner. */
    private static final Set<String> SERVICES = Set.of("www", "ftp", "m", "mail", "webmail", "ns1", "ns2");

    /** Names below which countries register: with a country's two letters behind they make a public suffix. */
    private static final Set<String> SECOND_LEVELS = Set.of(
            "co", "com", "net", "org", "gov", "edu", "ac", "mil", "gob", "gouv", "go", "or", "ne", "nom", "ltd", "plc",
            "sch", "nhs", "gen", "id");

    /** Keys of a QWERTY keyboard, each row half a key right of the one above. */
    private static final String[] KEYBOARD = {"1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"};

    /** Characters that look like a letter; the letter first. */
    private static final Map<Character, String> LOOKALIKES = Map.ofEntries(
            Map.entry('a', "\u00e0\u00e1\u00e2\u00e3\u00e4\u00e5\u0251\u1ea1\u01ce\u0103\u0227\u0105"),
            Map.entry('b', "d\u0299\u0253\u1e03\u1e05\u1e07\u0185"),
            Map.entry('c', "e\u0188\u010b\u0107\u00e7\u010d\u0109o"),
            Map.entry('d', "b\u0257\u0111\u010f\u0256\u1e11\u1e0b\u1e0d\u1e0f\u1e13"),
            Map.entry('e', "c\u00e9\u00e8\u00ea\u00eb\u0113\u0115\u011b\u0117\u1eb9\u0119\u0229\u0247\u1e1b"),
            Map.entry('f', "\u0192\u1e1f"),
            Map.entry('g', "q\u0262\u0261\u0121\u011f\u01f5\u0123\u011d\u01e7\u01e5"),
            Map.entry('h', "\u0125\u021f\u0127\u0266\u1e27\u1e29\u2c68\u1e23\u1e25\u1e2b\u1e96"),
            Map.entry('i', "1l\u00ed\u00ec\u00ef\u0131\u0269\u01d0\u012d\u1ec9\u1ecb\u0268\u020b\u012b"),
            Map.entry('j', "\u029d\u0249"),
            Map.entry('k', "\u1e33\u1e35\u2c6a\u0137"),
            Map.entry('l', "1i\u026b\u0142"),
            Map.entry('m', "n\u1e41\u1e43\u1d0d\u0271\u1e3f"),
            Map.entry('n', "mr\u0144\u1e45\u1e47\u1e49\u00f1\u0146\u01f9\u0148\ua791"),
            Map.entry('o', "0\u022f\u1ecd\u1ecf\u01a1\u00f3\u00f6\u0151"),
            Map.entry('p', "\u01bf\u01a5\u1e55\u1e57"),
            Map.entry('q', "g\u02a0"),
            Map.entry('r', "\u0280\u027c\u027d\u0155\u0157\u0159\u024d\u027e\u0213\u0211\u1e59\u1e5b\u1e5f"),
            Map.entry('s', "\u0282\u015b\u1e63\u1e61\u0219\u015d\u0161"),
            Map.entry('t', "\u0163\u0167\u1e6b\u1e6d\u021b\u01ab"),
            Map.entry(
                    'u',
                    "\u1d1c\u01d4\u016d\u00fc\u0289\u00f9\u00fa\u00fb\u0169\u016b\u0173\u01b0\u016f\u0171\u0215\u0217\u1ee5"),
            Map.entry('v', "\u1e7f\u2c71\u1d8c\u1e7d\u2c74"),
            Map.entry('w', "\u0175\u1e81\u1e83\u1e85\u2c73\u1e87\u1e89\u1e98"),
            Map.entry('y', "\u028f\u00fd\u00ff\u0177\u01b4\u0233\u024f\u1eff\u1e8f\u1ef5"),
            Map.entry('z', "\u0290\u017c\u017a\u1d22\u01b6\u1e93\u1e95\u2c6c"));

    /**
     * A domain name's parts.
     *
     * @param prefix everything left of the suffix, null for nothing
     * @param owner the label left of the suffix, null for nothing or a service
     * @param suffix the public suffix
     */
    private record Parts(@Nullable String prefix, @Nullable String owner, String suffix) {}

    private DomainPermutations() {}

    /** {@code permutation_of(domain [, kinds])}: 1 or 0. */
    static @Nullable Object permutationOf(StructValue self, Object[] arguments) {
        String raw = VtModule.raw(self);
        String target = new String((byte[]) arguments[0], StandardCharsets.UTF_8);
        long kinds = arguments.length > 1 ? (Long) arguments[1] : ALL;
        return raw == null ? null : isPermutation(target, raw, kinds) ? 1L : 0L;
    }

    static boolean isPermutation(String legitimate, String seen, long kinds) {
        Parts real = parts(legitimate);
        Parts fake = parts(seen);
        String a = real.owner;
        String b = fake.owner;
        if (real.equals(fake) || !real.suffix.equals(fake.suffix) || a == null || b == null) {
            return false;
        }
        return ((kinds & TYPO) != 0 && typo(a, b))
                || ((kinds & HOMOGLYPH) != 0 && lookalike(a, b))
                || ((kinds & BITSQUATTING) != 0 && oneBit(a, b))
                || ((kinds & SUBDOMAIN) != 0 && interleaved(real.prefix, fake.prefix, '.'))
                || ((kinds & HYPHENATION) != 0 && interleaved(a, b, '-'));
    }

    private static Parts parts(String domain) {
        String[] labels = domain.split("\\.", -1);
        int size = labels.length;
        boolean two = size > 1 && labels[size - 1].length() == 2 && SECOND_LEVELS.contains(labels[size - 2]);
        int suffix = Math.min(two ? 2 : 1, size);
        String[] left = Arrays.copyOf(labels, size - suffix);
        String owner = left.length == 0 ? null : left[left.length - 1];
        return new Parts(
                left.length == 0 ? null : String.join(".", left),
                owner == null || SERVICES.contains(owner) ? null : owner,
                String.join(".", Arrays.copyOfRange(labels, size - suffix, size)));
    }

    private static boolean typo(String a, String b) {
        int same = commonPrefix(a, b);
        return switch (b.length() - a.length()) {
            case 1 -> inserted(a, b);
            case -1 -> a.substring(same + 1).equals(b.substring(same));
            case 0 -> same < a.length() && (replaced(a, b, same) || swapped(a, b, same));
            default -> false;
        };
    }

    private static int commonPrefix(String a, String b) {
        int same = 0;
        while (same < a.length() && same < b.length() && a.charAt(same) == b.charAt(same)) {
            same++;
        }
        return same;
    }

    /** One more character that doubles its neighbour or lies beside it on the keyboard. */
    private static boolean inserted(String a, String b) {
        int same = commonPrefix(a, b);
        for (int at = same; at >= 0; at--) {
            char extra = b.charAt(at);
            if (a.substring(at).equals(b.substring(at + 1))) {
                boolean before = at > 0 && (a.charAt(at - 1) == extra || adjacent(a.charAt(at - 1), extra));
                boolean behind = at < a.length() && adjacent(a.charAt(at), extra);
                if (before || behind) {
                    return true;
                }
            }
        }
        return false;
    }

    /** One other character, beside the right one on the keyboard or both vowels. */
    private static boolean replaced(String a, String b, int at) {
        char right = a.charAt(at);
        char wrong = b.charAt(at);
        boolean vowels = VOWELS.indexOf(right) >= 0 && VOWELS.indexOf(wrong) >= 0;
        return (vowels || adjacent(right, wrong)) && a.substring(at + 1).equals(b.substring(at + 1));
    }

    /** Two characters side by side have changed places. */
    private static boolean swapped(String a, String b, int at) {
        return at + 1 < a.length()
                && a.charAt(at) == b.charAt(at + 1)
                && a.charAt(at + 1) == b.charAt(at)
                && a.substring(at + 2).equals(b.substring(at + 2));
    }

    private static boolean adjacent(char a, char b) {
        for (int row = 0; row < KEYBOARD.length; row++) {
            int at = KEYBOARD[row].indexOf(a);
            if (at >= 0) {
                int column = at;
                IntPredicate beside = other -> other >= 0 && Math.abs(other - column) == 1;
                return beside.test(KEYBOARD[row].indexOf(b))
                        || (row > 0 && touches(KEYBOARD[row - 1].indexOf(b), column))
                        || (row + 1 < KEYBOARD.length && touches(column, KEYBOARD[row + 1].indexOf(b)));
            }
        }
        return false;
    }

    /** A key touches the two above it: those of its own number and the next. */
    private static boolean touches(int upper, int lower) {
        return upper >= 0 && lower >= 0 && (upper == lower || upper == lower + 1);
    }

    private static boolean lookalike(String a, String b) {
        int[] left = a.codePoints().toArray();
        int[] right = b.codePoints().toArray();
        boolean result = left.length == right.length && !a.equals(b);
        for (int i = 0; result && i < left.length; i++) {
            result = left[i] == right[i] || looksLike(left[i], right[i]) || looksLike(right[i], left[i]);
        }
        return result;
    }

    private static boolean looksLike(int letter, int other) {
        return letter < 0x80 && LOOKALIKES.getOrDefault((char) letter, "").indexOf(other) >= 0;
    }

    /** One bit of one ASCII character differs. */
    private static boolean oneBit(String a, String b) {
        int at = commonPrefix(a, b);
        return a.length() == b.length()
                && at < a.length()
                && (a.charAt(at) | b.charAt(at)) < 0x80
                && Integer.bitCount(a.charAt(at) ^ b.charAt(at)) == 1
                && a.substring(at + 1).equals(b.substring(at + 1));
    }

    /** Equal but for single separators between some characters. */
    private static boolean interleaved(@Nullable String a, @Nullable String b, char separator) {
        if (a == null || b == null || a.isEmpty()) {
            return false;
        }
        int at = 0;
        for (int i = 0; i < a.length(); i++) {
            if (i > 0 && at < b.length() && b.charAt(at) == separator && a.charAt(i) != separator) {
                at++;
            }
            if (at >= b.length() || b.charAt(at) != a.charAt(i)) {
                return false;
            }
            at++;
        }
        return at == b.length() && b.length() > a.length();
    }
}
