package io.thor4j.yara.oracle;

import java.util.ArrayList;
import java.util.List;

/** Makes integer and float expressions for a condition, undefined ones among them. */
final class NumberMaker {
    /* KnownDifference.LOOP_DEPTH: more than four loops are an error, and two already cost enough. */
    private static final int MAX_LOOPS = 2;

    private final Dice dice;
    private final List<String> strings;
    private final List<String> variables = new ArrayList<>();

    NumberMaker(Dice dice, List<String> strings) {
        this.dice = dice;
        this.strings = strings;
    }

    boolean canLoop() {
        return variables.size() < MAX_LOOPS;
    }

    String enter() {
        String variable = "i" + variables.size();
        variables.add(variable);
        return variable;
    }

    void leave() {
        variables.remove(variables.size() - 1);
    }

    /** Returns what a loop runs over: a short range or an enumeration. */
    String loopDomain() {
        int low = dice.below(4);
        return switch (dice.below(6)) {
            case 0 -> low + ".." + (low + dice.below(12));
            case 1 -> "0..(filesize & 15)";
            case 2 -> strings.isEmpty() ? "1..3" : "1..#" + dice.of(strings);
            case 3 -> "(filesize & 7)..5";
            case 4 -> "1..(xz \\ xz)";
            default -> integer(1) + ", " + integer(1) + ", " + integer(1);
        };
    }

    /** Returns two bounds for {@code in}; constant ones are in order, see {@link KnownDifference#CONSTANT_RANGE}. */
    String bounds() {
        int low = dice.below(60);
        return switch (dice.below(5)) {
            case 0 -> low + ".." + (low + dice.below(400));
            case 1 -> "0..filesize";
            case 2 -> "filesize - " + dice.below(50) + "..filesize";
            case 3 -> "(0 + filesize \\ 2)..uint8(" + low + ") * 4";
            default -> low + ".." + run(1);
        };
    }

    /** Returns the two arguments of a function over a range of the file. */
    String range(int depth) {
        return dice.oneIn(2)
                ? "0, filesize"
                : dice.oneIn(2) ? dice.below(30) + ", " + dice.below(60) : run(depth) + ", " + run(depth);
    }

    /** Returns an expression that is defined in every scan. */
    String defined(int depth) {
        if (depth > 0 && dice.oneIn(2)) {
            return "(" + defined(depth - 1) + " " + dice.of("+", "-", "*", "&", "|", "^") + " " + defined(depth - 1)
                    + ")";
        }
        return switch (dice.below(5)) {
            case 0 -> "filesize";
            case 1 -> strings.isEmpty() ? "xi" : "#" + dice.of(strings);
            case 2 -> variables.isEmpty() ? "3" : dice.of(variables);
            default -> String.valueOf(dice.below(50));
        };
    }

    /** Returns an expression that is not constant. */
    private String run(int depth) {
        return "(" + dice.of("filesize", "xi", "xz", "uint8(0)") + " " + dice.of("+", "-", "&", "%") + " "
                + integer(depth - 1) + ")";
    }

    String integer(int depth) {
        if (depth <= 0) {
            return atom();
        }
        return switch (dice.below(9)) {
            case 0, 1 ->
                "(" + integer(depth - 1) + " " + dice.of("+", "-", "*", "&", "|", "^") + " " + integer(depth - 1) + ")";
            case 2 -> "(" + integer(depth - 1) + " " + dice.of("\\", "%") + " " + integer(depth - 1) + ")";
            // Small shifts keep away from the smallest integer, see KnownDifference.SMALLEST_BY_MINUS_ONE.
            case 3 ->
                "(" + run(depth - 1) + " " + dice.of("<<", ">>") + " " + dice.of("1", "3", "(xz - 1)", "(xz + 70)")
                        + ")";
            case 4 -> dice.of("~", "-") + "(" + integer(depth - 1) + ")";
            case 5 ->
                dice.of("u", "") + "int" + dice.of("8", "16", "32", "8be", "16be", "32be") + "("
                        + dice.of(offset(), integer(depth - 1)) + ")";
            case 6 -> function(depth);
            default -> atom();
        };
    }

    private String offset() {
        return dice.of(
                "0", "1", "7", "filesize", "filesize - 2", "filesize - 4", "-1", String.valueOf(dice.below(200)));
    }

    private String function(int depth) {
        return switch (dice.below(8)) {
            case 0 -> "math.abs(" + integer(depth - 1) + ")";
            case 1 -> "math." + dice.of("min", "max") + "(" + integer(depth - 1) + ", " + integer(depth - 1) + ")";
            case 2 -> "math.count(" + dice.of("0x61", "0", "255", "98") + (dice.oneIn(2) ? "" : ", " + range(1)) + ")";
            case 3 -> "math.mode(" + (dice.oneIn(2) ? "" : range(1)) + ")";
            case 4 -> "hash.checksum32(" + range(1) + ")";
            case 5 -> "hash.crc32(" + range(1) + ")";
            case 6 -> "math.to_number(" + dice.of("true", "false", "1 == " + integer(1)) + ")";
            default -> "hash.crc32(\"abc\")";
        };
    }

    private String atom() {
        if (!strings.isEmpty() && dice.oneIn(3)) {
            String name = dice.of(strings);
            return dice.of(
                    "#" + name,
                    "@" + name,
                    "!" + name,
                    "@" + name + "[2]",
                    "!" + name + "[3]",
                    "@" + name + "[" + dice.of("xz", "#" + name, "filesize") + "]",
                    "!" + name + "[#" + name + "]");
        }
        if (!variables.isEmpty() && dice.oneIn(2)) {
            return dice.of(variables);
        }
        return switch (dice.below(8)) {
            case 0, 1 -> "filesize";
            case 2 -> dice.of("xi", "xz", "xb");
            case 3 -> dice.of("uint32(filesize)", "uint8(0)", "int8(3)", "uint16be(2)", "int32(-1)");
            case 4 -> dice.of("1KB", "2MB", "0x7f", "0o17", "9223372036854775807");
            default -> String.valueOf(dice.below(12));
        };
    }

    String real(int depth) {
        if (depth <= 0) {
            return dice.of("0.5", "1.0", "3.25", "xf", "127.5", "0.0");
        }
        return switch (dice.below(9)) {
            case 0, 1 -> "(" + real(depth - 1) + " " + dice.of("+", "-", "*", "\\") + " " + real(depth - 1) + ")";
            case 2 -> "(" + real(depth - 1) + " " + dice.of("+", "-", "*", "\\") + " " + integer(depth - 1) + ")";
            case 3 -> "(" + integer(depth - 1) + " " + dice.of("+", "-", "*", "\\") + " " + real(depth - 1) + ")";
            case 4 -> "-(" + real(depth - 1) + ")";
            case 5 ->
                "math." + dice.of("entropy", "mean", "monte_carlo_pi") + "(" + dice.of(range(1), "\"abc\\xffabd\"")
                        + ")";
            case 6 -> "math.deviation(" + range(1) + ", " + dice.of("math.MEAN_BYTES", "3.5") + ")";
            case 7 -> "math.percentage(0x61" + (dice.oneIn(2) ? "" : ", " + range(1)) + ")";
            default -> real(0);
        };
    }
}
