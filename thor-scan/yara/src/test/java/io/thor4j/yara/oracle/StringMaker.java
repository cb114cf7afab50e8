package io.thor4j.yara.oracle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Makes strings of all kinds, each with byte sequences that it finds. */
final class StringMaker {
    private static final String LETTERS = "aaabbbcABC1_ .-x\0\u00ff\"\\\t";
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final String OTHER_ALPHABET = "!@#$%^&*(){}[].,|ABCDEFGHIJ\\x09LMNOPQRSTUVWXYZabcdefghijklmnopqrstu";

    private final Dice dice;
    private final RegexMaker regexes;

    StringMaker(Dice dice) {
        this.dice = dice;
        this.regexes = new RegexMaker(dice);
    }

    StringSample make() {
        int kind = dice.below(10);
        if (kind < 4) {
            return text();
        }
        return kind < 7 ? hex() : regex();
    }

    private StringSample text() {
        String text = dice.text(
                dice.oneIn(3) ? LETTERS : "aabbcAB1_", dice.oneIn(6) ? dice.between(9, 40) : dice.between(1, 8));
        List<String> samples = new ArrayList<>();
        samples.add(text);
        StringBuilder modifiers = new StringBuilder();
        boolean wide = dice.oneIn(3);
        boolean ascii = dice.oneIn(4);
        switch (dice.below(8)) {
            case 0 -> xor(text, wide, samples, modifiers);
            case 1 -> base64(text, wide, ascii, samples, modifiers);
            default -> {
                if (dice.oneIn(3)) {
                    modifiers.append(" nocase");
                    samples.add(text.toUpperCase(Locale.ROOT));
                }
            }
        }
        if (wide) {
            modifiers.append(" wide");
            samples.add(widen(text));
        }
        if (ascii) {
            modifiers.append(" ascii");
        }
        if (dice.oneIn(4) && modifiers.indexOf("base64") < 0) {
            modifiers.append(" fullword");
        }
        return new StringSample(quote(text) + modifiers + privacy(), samples);
    }

    private void xor(String text, boolean wide, List<String> samples, StringBuilder modifiers) {
        int low = dice.below(256);
        int high = dice.oneIn(3) ? low : dice.between(low, 255);
        switch (dice.below(3)) {
            case 0 -> {
                low = 0;
                high = 255;
                modifiers.append(" xor");
            }
            case 1 -> {
                high = low;
                modifiers.append(" xor(").append(low).append(')');
            }
            default -> modifiers.append(String.format(" xor(0x%02x-%d)", low, high));
        }
        samples.add(xor(text, dice.between(low, high)));
        samples.add(xor(wide ? widen(text) : text, dice.between(low, high)));
        samples.add(xor(text, high + 1));
    }

    private void base64(String text, boolean wide, boolean ascii, List<String> samples, StringBuilder modifiers) {
        boolean custom = dice.oneIn(4);
        String argument = custom ? "(\"" + OTHER_ALPHABET + "\")" : "";
        int which = dice.below(3);
        modifiers.append(which != 1 ? " base64" + argument : "").append(which != 0 ? " base64wide" + argument : "");
        for (int i = 0; i < 3; i++) {
            byte[] plain =
                    (dice.text("abc1", dice.below(4)) + text + dice.text("xyz", dice.below(4))).getBytes(ISO_8859_1);
            String encoded = translate(Base64.getEncoder().encodeToString(plain), custom);
            samples.add(which == 0 ? encoded : widen(encoded));
            samples.add(encoded);
        }
        if (wide || ascii) {
            String encoded = Base64.getEncoder().encodeToString(widen(text).getBytes(ISO_8859_1));
            samples.add(translate(encoded, custom));
        }
    }

    private static String translate(String encoded, boolean custom) {
        if (!custom) {
            return encoded;
        }
        String to = OTHER_ALPHABET.replace("\\x09", "\t");
        StringBuilder out = new StringBuilder();
        encoded.chars().forEach(c -> out.append(c == '=' ? '=' : to.charAt(ALPHABET.indexOf(c))));
        return out.toString();
    }

    static String quote(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\t' -> out.append("\\t");
                default -> out.append(c < ' ' || c > '~' ? String.format("\\x%02x", (int) c) : String.valueOf(c));
            }
        }
        return out.append('"').toString();
    }

    static String widen(String text) {
        StringBuilder out = new StringBuilder();
        text.chars().forEach(c -> out.append((char) c).append('\0'));
        return out.toString();
    }

    private static String xor(String text, int key) {
        StringBuilder out = new StringBuilder();
        text.chars().forEach(c -> out.append((char) ((c ^ key) & 0xff)));
        return out.toString();
    }

    private String privacy() {
        return dice.oneIn(25) ? " private" : "";
    }

    private StringSample regex() {
        boolean dotAll = dice.oneIn(5);
        RegexMaker.Regex regex = regexes.make(dotAll);
        while (regex.nullable() || !regex.firm()) {
            // KnownDifference.EMPTY_MATCHES and OPTIONAL_ATOMS
            regex = regexes.make(dotAll);
        }
        // KnownDifference.EQUAL_ATOMS_OF_ANY_CASE
        boolean nocase = dice.oneIn(4) && !regex.source().contains("|");
        StringBuilder body = new StringBuilder("/").append(regex.source()).append('/');
        body.append(nocase ? "i" : "").append(dotAll ? "s" : "");
        List<String> samples = new ArrayList<>(regex.samples());
        if (nocase) {
            samples.add(samples.get(0).toUpperCase(Locale.ROOT));
        }
        if (dice.oneIn(5)) {
            body.append(" wide");
            samples.replaceAll(sample -> dice.oneIn(5) ? sample : widen(sample));
            // Not ascii beside wide: KnownDifference.ASCII_AND_WIDE
        }
        if (dice.oneIn(6)) {
            body.append(" fullword");
        }
        return new StringSample(body + privacy(), samples);
    }

    private StringSample hex() {
        StringBuilder source = new StringBuilder("{ ");
        StringBuilder[] samples = {new StringBuilder(), new StringBuilder(), new StringBuilder()};
        int count = dice.between(1, 9);
        boolean jumped = false;
        // KnownDifference.TWO_RANGED_JUMPS and FORGOTTEN_HEADS: one short jump of variable length, or any number of
        // long ones.
        boolean chained = dice.oneIn(3);
        boolean ranged = chained;
        bytes(source, samples);
        for (int i = 0; i < count; i++) {
            int kind = dice.below(12);
            if (kind < 2 && !jumped && i < count - 1) {
                ranged |= jump(source, samples, ranged, chained);
                jumped = true;
                continue;
            }
            jumped = false;
            if (kind < 4) {
                alternatives(source, samples, chained);
            } else {
                bytes(source, samples);
            }
        }
        if (jumped) {
            bytes(source, samples);
        }
        List<String> made = new ArrayList<>();
        for (StringBuilder sample : samples) {
            made.add(sample.toString());
        }
        return new StringSample(source.append('}').toString() + privacy(), made);
    }

    private void bytes(StringBuilder source, StringBuilder[] samples) {
        int value = dice.in("aaabbbcABC1_ \0\u00ff");
        String digits = String.format("%02x", value);
        int mask = switch (dice.below(8)) {
            case 0 -> 0x0f;
            case 1 -> 0xf0;
            case 2 -> 0;
            default -> 0xff;
        };
        source.append((mask & 0xf0) == 0 ? '?' : digits.charAt(0));
        source.append((mask & 0x0f) == 0 ? '?' : digits.charAt(1));
        source.append(dice.oneIn(4) ? "" : " ");
        for (StringBuilder sample : samples) {
            sample.append((char) ((value & mask) | (dice.below(256) & ~mask & 0xff)));
        }
    }

    /** Returns whether the jump is short and of variable length. */
    private boolean jump(StringBuilder source, StringBuilder[] samples, boolean ranged, boolean chained) {
        int low = dice.oneIn(2) ? dice.below(4) : dice.between(1, 20);
        int high = low;
        boolean variable = false;
        int kind = chained ? dice.below(4) : ranged || dice.oneIn(3) ? 0 : 4;
        if (kind == 0) {
            low = Math.max(1, low);
            high = low;
            source.append('[').append(low).append("] ");
        } else if (kind == 1) {
            high = dice.of(List.of(201, 300, 500));
            source.append('[').append(low).append('-').append(high).append("] ");
        } else if (kind == 2) {
            high = low + 30;
            source.append('[').append(low).append("-] ");
        } else if (kind == 3) {
            low = 0;
            high = 40;
            source.append("[-] ");
        } else {
            high = dice.oneIn(6) ? dice.between(150, 200) : low + dice.between(1, 6);
            variable = true;
            source.append('[').append(low).append('-').append(high).append("] ");
        }
        for (StringBuilder sample : samples) {
            sample.append(dice.text("abcx1\n\0", dice.between(low, high)));
        }
        return variable;
    }

    /** Of one length beside a long jump, see {@link KnownDifference#FORGOTTEN_HEADS}. */
    private void alternatives(StringBuilder source, StringBuilder[] samples, boolean oneLength) {
        int length = dice.between(1, 3);
        StringBuilder[][] branches = new StringBuilder[dice.between(2, 3)][];
        source.append("( ");
        for (int i = 0; i < branches.length; i++) {
            source.append(i > 0 ? "| " : "");
            branches[i] = new StringBuilder[] {new StringBuilder(), new StringBuilder(), new StringBuilder()};
            for (int n = oneLength ? length : dice.between(1, 3); n > 0; n--) {
                bytes(source, branches[i]);
            }
        }
        source.append(") ");
        for (int i = 0; i < samples.length; i++) {
            samples[i].append(branches[dice.below(branches.length)][i]);
        }
    }
}
