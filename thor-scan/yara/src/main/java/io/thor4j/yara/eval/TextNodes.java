package io.thor4j.yara.eval;

import io.thor4j.yara.pattern.RegexSearch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Texts and what is asked of them, byte-wise. */
final class TextNodes {
    private TextNodes() {}

    static final class Constant implements TextNode {
        private final byte[] text;

        Constant(byte[] text) {
            this.text = text;
        }

        @Override
        public byte[] value(Evaluation e) {
            return text;
        }
    }

    record External(int index) implements TextNode {
        @Override
        public byte[] value(Evaluation e) {
            return e.externals.texts[index];
        }
    }

    record LoopVariable(int slot) implements TextNode {
        @Override
        public byte @Nullable [] value(Evaluation e) {
            return e.loopObjects[slot] instanceof byte[] text ? text : null;
        }
    }

    record OfObject(ObjectNode operand) implements TextNode {
        @Override
        public byte @Nullable [] value(Evaluation e) {
            return operand.value(e) instanceof byte[] text ? text : null;
        }
    }

    record Matches(TextNode text, RegexSearch regex) implements BoolNode {
        @Override
        public int test(Evaluation e) {
            byte[] value = text.value(e);
            if (value == null) {
                return UNDEFINED;
            }
            e.textStep(value.length);
            return BoolNode.of(regex.matches(value));
        }
    }

    record Compare(Op op, TextNode left, TextNode right) implements BoolNode {
        @Override
        public int test(Evaluation e) {
            byte[] a = left.value(e);
            if (a == null) {
                return UNDEFINED;
            }
            byte[] b = right.value(e);
            if (b == null) {
                return UNDEFINED;
            }
            e.textStep(a.length);
            return BoolNode.of(compare(op, a, b));
        }
    }

    static boolean compare(Op op, byte[] a, byte[] b) {
        return switch (op) {
            case EQ_TEXT -> Arrays.equals(a, b);
            case NE_TEXT -> !Arrays.equals(a, b);
            // Bytes compare as signed chars (libyara sizedstr.c:44), which is what Arrays.compare does.
            case LT_TEXT -> Arrays.compare(a, b) < 0;
            case LE_TEXT -> Arrays.compare(a, b) <= 0;
            case GT_TEXT -> Arrays.compare(a, b) > 0;
            case GE_TEXT -> Arrays.compare(a, b) >= 0;
            case CONTAINS -> indexOf(a, b, false);
            case ICONTAINS -> indexOf(a, b, true);
            case STARTSWITH -> a.length >= b.length && regionMatches(a, 0, b, false);
            case ISTARTSWITH -> a.length >= b.length && regionMatches(a, 0, b, true);
            case ENDSWITH -> a.length >= b.length && regionMatches(a, a.length - b.length, b, false);
            case IENDSWITH -> a.length >= b.length && regionMatches(a, a.length - b.length, b, true);
            case IEQUALS -> a.length == b.length && regionMatches(a, 0, b, true);
            default -> throw new IllegalStateException("not a comparison of texts: " + op);
        };
    }

    private static boolean indexOf(byte[] text, byte[] part, boolean fold) {
        for (int i = 0; i <= text.length - part.length; i++) {
            if (regionMatches(text, i, part, fold)) {
                return true;
            }
        }
        return false;
    }

    private static boolean regionMatches(byte[] text, int at, byte[] part, boolean fold) {
        for (int i = 0; i < part.length; i++) {
            byte a = text[at + i];
            byte b = part[i];
            if (a != b && !(fold && lower(a) == lower(b))) {
                return false;
            }
        }
        return true;
    }

    /** ASCII only, as in libyara. */
    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }
}
