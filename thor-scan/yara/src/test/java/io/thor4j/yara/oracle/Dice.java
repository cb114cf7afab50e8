package io.thor4j.yara.oracle;

import java.util.List;
import java.util.SplittableRandom;

/** A seeded source of choices: the same seed makes the same rules and files on every machine. Used by one thread. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Returns 0 to {@code bound - 1}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Returns a number in [{@code low}, {@code high}]. */
    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    /** Returns true once in {@code n} times. */
    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    String of(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Returns one character of a text. */
    char in(String letters) {
        return letters.charAt(random.nextInt(letters.length()));
    }

    /** Returns {@code length} characters of a text, as Latin-1. */
    String text(String letters, int length) {
        StringBuilder out = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            out.append(in(letters));
        }
        return out.toString();
    }

    void fill(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) random.nextInt(256);
        }
    }
}
