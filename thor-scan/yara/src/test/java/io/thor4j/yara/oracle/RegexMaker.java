package io.thor4j.yara.oracle;

import java.util.ArrayList;
import java.util.List;

/** Makes regexes of YARA's dialect together with texts that they match. */
final class RegexMaker {
    private static final String LETTERS = "aaabbbcABC1_ .-x";
    private static final int ALWAYS_SAMPLES = 4;

    private final Dice dice;
    private boolean lazy;
    private boolean newlines;

    RegexMaker(Dice dice) {
        this.dice = dice;
    }

    /** A made regex without slashes and flags; see {@link StringSample}. */
    record Regex(String source, List<String> samples, boolean nullable, boolean firm) {}

    private interface Sampler {
        String next();
    }

    /** Firm: has a letter that stands in every match. */
    private record Node(String source, boolean nullable, boolean firm, Sampler sampler) {}

    Regex make(boolean dotAll) {
        lazy = dice.oneIn(3);
        newlines = dotAll;
        Node body = dice.oneIn(6) ? alternation(2) : sequence(2, true);
        String source = body.source;
        String before = "";
        String behind = "";
        // KnownDifference.WORD_BOUNDARY: next to letters.
        if (dice.oneIn(12)) {
            before = dice.text("abc1", 1);
            source = dice.of("\\b", "\\B") + before + source;
        } else if (dice.oneIn(12)) {
            source = "^" + source;
        }
        if (dice.oneIn(12)) {
            behind = dice.text("abc1", 1);
            source = source + behind + dice.of("\\b", "\\B");
        } else if (dice.oneIn(12)) {
            source = source + "$";
        }
        List<String> samples = new ArrayList<>();
        for (int i = 0; i < ALWAYS_SAMPLES; i++) {
            samples.add(before + body.sampler.next() + behind);
        }
        return new Regex(source, samples, body.nullable, body.firm || !before.isEmpty() || !behind.isEmpty());
    }

    private Node alternation(int depth) {
        int count = dice.between(2, 3);
        List<Node> choices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            choices.add(sequence(depth - 1, false));
        }
        String source = String.join("|", choices.stream().map(Node::source).toList());
        if (dice.oneIn(12)) {
            return new Node(
                    source + "|",
                    true,
                    false,
                    () -> dice.oneIn(4) ? "" : dice.of(choices).sampler.next());
        }
        boolean nullable = choices.stream().anyMatch(Node::nullable);
        return new Node(
                source,
                nullable,
                choices.stream().allMatch(Node::firm),
                () -> dice.of(choices).sampler.next());
    }

    private Node sequence(int depth, boolean top) {
        int count = dice.between(1, top ? 5 : 3);
        List<Node> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(quantify(single(depth)));
        }
        if (top && dice.oneIn(10)) {
            // KnownDifference.FORGOTTEN_HEADS: nothing else of variable length beside a gap that may be long.
            items.clear();
            items.add(0, word(2, 4));
            items.add(gap());
            items.add(word(2, 4));
        }
        String source = String.join("", items.stream().map(Node::source).toList());
        return new Node(
                source, items.stream().allMatch(Node::nullable), items.stream().anyMatch(Node::firm), () -> {
                    StringBuilder out = new StringBuilder();
                    items.forEach(item -> out.append(item.sampler.next()));
                    return out.toString();
                });
    }

    private Node gap() {
        int low = dice.oneIn(2) ? 0 : dice.between(1, 30);
        int high = dice.of(List.of(40, 199, 200, 201, 300, 600));
        String source = ".{" + low + "," + high + "}" + (lazy ? "?" : "");
        return new Node(
                source,
                low == 0,
                false,
                () -> dice.text(LETTERS + (newlines || lazy ? "\n" : ""), dice.between(low, high)));
    }

    private Node word(int min, int max) {
        String text = dice.text("abcABC1_x", dice.between(min, max));
        return new Node(text, false, true, () -> text);
    }

    private Node single(int depth) {
        int kind = dice.below(20);
        if (kind < 9) {
            return word(1, 3);
        }
        if (kind < 10) {
            char c = dice.in(".-\\/+*?[]{}()|^$ ");
            return new Node((c == ' ' || c == '-' ? "" : "\\") + c, false, true, () -> String.valueOf(c));
        }
        if (kind < 11) {
            int value = dice.of(List.of(0, 10, 0x41, 0x61, 0x80, 0xff));
            return new Node(String.format("\\x%02x", value), false, true, () -> String.valueOf((char) value));
        }
        if (kind < 13) {
            return new Node(
                    ".", false, false, () -> String.valueOf(dice.in(newlines ? LETTERS + "\n\0" : LETTERS + "\0")));
        }
        if (kind < 17) {
            return dice.oneIn(3) ? namedClass() : bracketClass();
        }
        if (depth <= 0) {
            return word(1, 2);
        }
        Node inner = dice.oneIn(2) ? alternation(depth - 1) : sequence(depth - 1, false);
        return new Node("(" + inner.source + ")", inner.nullable, inner.firm, inner.sampler);
    }

    private Node namedClass() {
        String name = dice.of("\\w", "\\W", "\\s", "\\S", "\\d", "\\D");
        String members = switch (name) {
            case "\\w" -> "abAB1_";
            case "\\W" -> " .-\n\0";
            case "\\s" -> " \n\t\r";
            case "\\S" -> "ab1.";
            case "\\d" -> "123";
            default -> "ab .";
        };
        return new Node(name, false, false, () -> String.valueOf(dice.in(members)));
    }

    private Node bracketClass() {
        boolean negated = dice.oneIn(4);
        StringBuilder source = new StringBuilder(negated ? "[^" : "[");
        StringBuilder members = new StringBuilder();
        int count = dice.between(1, 3);
        for (int i = 0; i < count; i++) {
            switch (dice.below(6)) {
                case 0 -> {
                    source.append("a-c");
                    members.append("abc");
                }
                case 1 -> {
                    source.append("\\d");
                    members.append("12");
                }
                case 2 -> {
                    source.append("A-Z0-1");
                    members.append("AB01");
                }
                case 3 -> {
                    source.append("\\x00\\n");
                    members.append("\0\n");
                }
                default -> {
                    char c = dice.in(LETTERS.replace("-", ""));
                    source.append(c);
                    members.append(c);
                }
            }
        }
        String from = negated ? "xyz.\1\u00fe" : members.toString();
        return new Node(source.append(']').toString(), false, false, () -> String.valueOf(dice.in(from)));
    }

    private Node quantify(Node item) {
        boolean compound = item.source.length() > 1 && !item.source.matches("\\\\..*|\\[.*|\\(.*");
        if (!dice.oneIn(3) || hasOptionalPart(item.source)) {
            // KnownDifference.EMPTY_ROUNDS and OPTIONAL_IN_ROUNDS
            return item;
        }
        Node body = compound ? new Node("(" + item.source + ")", item.nullable, item.firm, item.sampler) : item;
        int low;
        int high;
        String mark;
        switch (dice.below(8)) {
            case 0, 1 -> {
                low = 0;
                high = 4;
                mark = "*";
            }
            case 2, 3 -> {
                low = 1;
                high = 4;
                mark = "+";
            }
            case 4 -> {
                low = 0;
                high = 1;
                mark = "?";
            }
            case 5 -> {
                low = dice.between(1, 3);
                high = low;
                mark = "{" + low + "}";
            }
            case 6 -> {
                low = dice.between(0, 2);
                high = dice.between(Math.max(low, 1), 4);
                mark = low == 0 && dice.oneIn(3) ? "{," + high + "}" : "{" + low + "," + high + "}";
            }
            default -> {
                low = dice.between(0, 2);
                high = low + 3;
                // KnownDifference.EMPTY_MATCHES: a lazy .{n,} is a long gap, and what follows it may match nothing.
                mark = "{" + low + ","
                        + (lazy && item.source.replaceAll("[()]", "").equals(".") ? high : "") + "}";
            }
        }
        return new Node(body.source + mark + (lazy ? "?" : ""), low == 0 || body.nullable, low > 0 && body.firm, () -> {
            StringBuilder out = new StringBuilder();
            for (int i = dice.between(low, high); i > 0; i--) {
                out.append(body.sampler.next());
            }
            return out.toString();
        });
    }

    private static boolean hasOptionalPart(String source) {
        String bare = source.replaceAll("\\\\.", "x").replaceAll("([+*}?])\\?", "$1");
        return bare.matches(".*([?*]|\\{0|\\{,|\\|\\)).*");
    }
}
