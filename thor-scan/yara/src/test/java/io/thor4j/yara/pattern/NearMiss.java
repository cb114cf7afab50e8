package io.thor4j.yara.pattern;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes bytes that a string of a rule nearly matches, so that looking at them takes long. */
public final class NearMiss {
    /** Long enough for the loops of a regex to be run, short enough to come often. */
    private static final int MOST_REPEATS = 40;

    private static final int MOST_BYTES = 4_000;

    private final Random random;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private NearMiss(Random random) {
        this.random = random;
    }

    /** Returns a match of the string as far as one can be made without trying, without its last byte or with one byte changed. */
    public static byte[] of(PatternSpec spec, Random random) throws PatternException {
        byte[] match = match(spec, random);
        if (match.length < 2) {
            return match;
        }
        if (random.nextBoolean()) {
            return Arrays.copyOf(match, match.length - 1);
        }
        match[random.nextInt(match.length)] ^= (byte) (1 + random.nextInt(255));
        return match;
    }

    private static byte[] match(PatternSpec spec, Random random) throws PatternException {
        byte[] plain;
        if (spec.kind() == PatternSpec.Kind.TEXT) {
            plain = spec.body().clone();
        } else {
            ReNode tree = spec.kind() == PatternSpec.Kind.HEX
                    ? new HexParser(spec.body()).parse()
                    : new RegexParser(spec.body(), spec.nocase(), spec.dotAll()).parse();
            NearMiss walk = new NearMiss(random);
            walk.walk(tree);
            plain = walk.out.toByteArray();
        }
        return spec.wide() && (!spec.ascii() || random.nextBoolean()) ? TextForms.widen(plain) : plain;
    }

    private void walk(ReNode node) {
        if (out.size() > MOST_BYTES) {
            return;
        }
        if (node instanceof ReNode.Leaf leaf) {
            out.write(leaf.mask == 0xff ? leaf.value : anyOf(leaf.set));
        } else if (node instanceof ReNode.Concat concat) {
            concat.parts().forEach(this::walk);
        } else if (node instanceof ReNode.Alternation choice) {
            walk(choice.choices().get(random.nextInt(choice.choices().size())));
        } else if (node instanceof ReNode.Repeat repeat) {
            int most = Math.min(repeat.max(), repeat.min() + random.nextInt(MOST_REPEATS));
            for (int i = 0; i < most; i++) {
                walk(repeat.body());
            }
        }
    }

    private int anyOf(ByteSet set) {
        List<Integer> values = new ArrayList<>();
        for (int value = 0; value < 256; value++) {
            if (set.contains(value)) {
                values.add(value);
            }
        }
        return values.isEmpty() ? 0 : values.get(random.nextInt(values.size()));
    }
}
