package io.thor4j.yara.scan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.thor4j.yara.pattern.Literal;
import io.thor4j.yara.pattern.NearMiss;
import io.thor4j.yara.pattern.PatternException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Data that may be slow to search: what comes in any file, and what is made of the strings that are searched. */
final class SlowInputs {
    private static final int LONGEST_PERIOD = 8;
    private static final String[] WORDS =
            "the file that a user opens has been read and written by many programs, each of which adds some bytes; (foo) = 42\r\n"
                    .split("(?<= )", -1);

    private final PatternSet patterns;
    private final int size;

    SlowInputs(PatternSet patterns, int size) {
        this.patterns = patterns;
        this.size = size;
    }

    /** Returns a unit again and again; a byte of zero for an empty one. */
    byte[] repeated(byte[] unit) {
        byte[] result = new byte[size];
        for (int i = 0; i < size && unit.length > 0; i++) {
            result[i] = unit[i % unit.length];
        }
        return result;
    }

    byte[] random(long seed) {
        byte[] result = new byte[size];
        new Random(seed).nextBytes(result);
        return result;
    }

    /** Returns what nobody made to be slow: random bytes, and text in which letters are as frequent as they are. */
    byte[] cleanData() {
        byte[] result = random(1);
        Random dice = new Random(1);
        int at = result.length / 2;
        while (at < result.length) {
            byte[] word = WORDS[dice.nextInt(WORDS.length)].getBytes(ISO_8859_1);
            int length = Math.min(word.length, result.length - at);
            System.arraycopy(word, 0, result, at, length);
            at += length;
        }
        return result;
    }

    /** Returns data that has nothing to do with the strings, by name. */
    Map<String, byte[]> common() {
        Map<String, byte[]> result = new LinkedHashMap<>();
        result.put("zeros", new byte[size]);
        result.put("0xff", repeated(new byte[] {-1}));
        result.put("base64", Arrays.copyOf(Base64.getEncoder().encode(random(2)), size));
        for (String unit : List.of(
                "a", "A", "0", " ", ".", "/", "\\", "(", "[[", "({[", "\r\n", "<a>", "a=", "\"'", "%41", "a\0")) {
            result.put("repeated " + unit, repeated(unit.getBytes(ISO_8859_1)));
        }
        Random dice = new Random(3);
        for (int period = 1; period <= LONGEST_PERIOD; period++) {
            byte[] unit = new byte[period];
            dice.nextBytes(unit);
            result.put("random bytes of period " + period, repeated(unit));
            for (int i = 0; i < period; i++) {
                unit[i] = (byte) (' ' + dice.nextInt(95));
            }
            result.put("random letters of period " + period, repeated(unit));
        }
        return result;
    }

    /** Returns data made of what all strings have: their byte runs, themselves without the last byte. */
    Map<String, byte[]> ofAllStrings() {
        ByteArrayOutputStream grams = new ByteArrayOutputStream();
        ByteArrayOutputStream cut = new ByteArrayOutputStream();
        ByteArrayOutputStream varied = new ByteArrayOutputStream();
        Random dice = new Random(4);
        for (PatternSet.Target target : patterns.targets) {
            grams.writeBytes(gram(target));
            Literal literal = target.literal;
            if (literal != null) {
                cut.write(literal.bytes(), 0, literal.bytes().length - 1);
            }
        }
        byte[] common = mostShared().isEmpty() ? new byte[0] : gram(mostShared().get(0));
        while (varied.size() < size) {
            varied.writeBytes(common);
            varied.write(dice.nextInt(256));
        }
        return Map.of(
                "all byte runs", repeated(grams.toByteArray()),
                "all strings without their last byte", repeated(cut.toByteArray()),
                "the most shared byte run before other bytes", repeated(varied.toByteArray()));
    }

    private static byte[] gram(PatternSet.Target target) {
        byte[] result = new byte[target.gramLength];
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) (target.gram >>> (8 * i));
        }
        return result;
    }

    /** Returns a target of each byte run, those first that most strings share. */
    private List<PatternSet.Target> mostShared() {
        Map<Integer, Integer> counts = new HashMap<>();
        Map<Integer, PatternSet.Target> byGram = new LinkedHashMap<>();
        for (PatternSet.Target target : patterns.targets) {
            counts.merge(target.gram, 1, Integer::sum);
            byGram.putIfAbsent(target.gram, target);
        }
        List<PatternSet.Target> result = new ArrayList<>(byGram.values());
        result.sort((a, b) -> counts.getOrDefault(b.gram, 0) - counts.getOrDefault(a.gram, 0));
        return result;
    }

    /** Returns the byte runs that most strings share, each again and again. */
    Map<String, byte[]> ofSharedRuns(int most) {
        Map<String, byte[]> result = new LinkedHashMap<>();
        for (PatternSet.Target target : mostShared().stream().limit(most).toList()) {
            result.put("the byte run " + Integer.toHexString(target.gram), repeated(gram(target)));
        }
        return result;
    }

    /** Returns a unit that nearly matches a string, or is a part of what finds it. */
    byte[] unit(Random dice) throws PatternException {
        if (patterns.size() == 0 || dice.nextInt(8) == 0) {
            byte[] bytes = new byte[1 + dice.nextInt(LONGEST_PERIOD)];
            dice.nextBytes(bytes);
            return bytes;
        }
        if (patterns.targets.length > 0 && dice.nextInt(4) == 0) {
            return gram(patterns.targets[dice.nextInt(patterns.targets.length)]);
        }
        return NearMiss.of(patterns.spec(dice.nextInt(patterns.size())), dice);
    }

    /** Returns for every string that is no row of bytes, or every so manieth, its byte run and a near miss, each again and again. */
    Map<String, byte[]> ofAutomata(int every) throws PatternException {
        Map<String, byte[]> result = new LinkedHashMap<>();
        Random dice = new Random(5);
        int seen = 0;
        int last = -1;
        for (PatternSet.Target target : patterns.targets) {
            if (target.entry == null || target.piece == last) {
                continue;
            }
            last = target.piece;
            if (seen++ % every == 0) {
                int pattern = patterns.owner(target.piece);
                String name = pattern + " " + new String(patterns.spec(pattern).body(), ISO_8859_1);
                result.put("the byte run of string " + name, repeated(gram(target)));
                result.put("near misses of string " + name, repeated(NearMiss.of(patterns.spec(pattern), dice)));
            }
        }
        return result;
    }
}
