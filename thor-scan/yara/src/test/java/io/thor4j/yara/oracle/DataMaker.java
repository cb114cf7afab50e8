package io.thor4j.yara.oracle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/** Makes files full of matches and near misses. */
final class DataMaker {
    private static final int USUAL_SIZE = 1200;
    private static final int LARGE_SIZE = 9000;

    private final Dice dice;

    DataMaker(Dice dice) {
        this.dice = dice;
    }

    /**
     * Makes a file.
     *
     * @param samples byte sequences that strings should find
     */
    byte[] make(List<String> samples) {
        int size = dice.oneIn(12) ? LARGE_SIZE : dice.oneIn(10) ? 20 : dice.below(USUAL_SIZE);
        StringBuilder out = new StringBuilder();
        while (out.length() < size) {
            switch (dice.below(12)) {
                case 0 -> out.append(dice.text("ab", dice.between(1, 12)));
                case 1 -> out.append(dice.text("abcABC1_ .-x\n\0", dice.between(1, 40)));
                case 2 -> out.append(dice.text(dice.of("a", "b", "\0", "\u00ff", "1", " "), dice.between(2, 60)));
                case 3 -> out.append(StringMaker.widen(dice.text("abcABC1_ .-", dice.between(1, 20))));
                case 4 -> {
                    byte[] any = new byte[dice.between(1, 30)];
                    dice.fill(any);
                    out.append(new String(any, ISO_8859_1));
                }
                case 5, 6 -> out.append(damaged(dice.of(samples)));
                default -> {
                    out.append(dice.oneIn(2) ? dice.of("", "a", " ", "1", "_", "\0", ".", "a\0", " \0") : "");
                    out.append(dice.of(samples));
                    out.append(dice.oneIn(2) ? dice.of("", "a", " ", "1", "_", "\0", ".", "a\0", " \0") : "");
                }
            }
        }
        return out.toString().getBytes(ISO_8859_1);
    }

    private String damaged(String sample) {
        if (sample.isEmpty()) {
            return "";
        }
        int at = dice.below(sample.length());
        return switch (dice.below(4)) {
            case 0 -> sample.substring(0, at);
            case 1 -> sample.substring(0, at) + sample.substring(at + 1);
            case 2 -> sample.substring(0, at) + dice.in("ab1 \0") + sample.substring(at);
            default ->
                sample.substring(0, at) + (char) (sample.charAt(at) ^ (1 << dice.below(8))) + sample.substring(at + 1);
        };
    }
}
