package io.thor4j.yara.eval;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Writes conditions as rule text again. Loop variables are named by the depth of their loop, since a resolved condition does not know their
 * names. Used by one thread.
 */
public final class IrText {
    /** Characters of a text; the texts of a deep condition's nodes would together be quadratic. */
    private static final int MAX_LENGTH = 2_000;

    private static final String CUT = "...";
    private static final String[] VARIABLES = {"i", "j", "k", "l"};

    /* How strongly operators bind (libyara grammar.y:253). */
    private static final int OR = 1;
    private static final int AND = 2;
    private static final int NOT = 3;
    private static final int EQUALITY = 4;
    private static final int RELATION = 5;
    private static final int UNARY = 12;
    private static final int PRIMARY = 13;

    private final RuleImage image;
    private final RuleImage.Rule rule;

    /** Loops around the place that is being written. */
    private int loops;

    /**
     * Makes a writer.
     *
     * @param image the rule set
     * @param rule the rule whose condition is written
     */
    public IrText(RuleImage image, RuleImage.Rule rule) {
        this.image = image;
        this.rule = rule;
    }

    /**
     * Returns a node as text. Recurses once a level, until the text is full.
     *
     * @param ir the node
     * @param loopsOutside loops that it stands in
     */
    String of(Ir ir, int loopsOutside) {
        loops = loopsOutside;
        StringBuilder out = new StringBuilder();
        write(ir, 0, out);
        if (out.length() > MAX_LENGTH) {
            out.setLength(MAX_LENGTH - CUT.length());
            out.append(CUT);
        }
        return out.toString();
    }

    /**
     * Returns what a string is called: its identifier, {@code $(3)} for the third string when that is anonymous.
     *
     * @param index its place in the rule, -1 for the string of the for-of loop
     */
    public String string(int index) {
        if (index < 0) {
            return "$";
        }
        String identifier = rule.info().strings().get(index);
        return identifier.equals("$") ? "$(" + (index + 1) + ")" : identifier;
    }

    /** Returns the name of another rule. */
    String rule(int index) {
        return image.rules().get(index).info().name();
    }

    /** Returns the name of the variable in a slot: even slots hold a loop's first variable. */
    static String variable(long slot) {
        String name = VARIABLES[(int) slot / 2];
        return slot % 2 == 0 ? name : name + "_value";
    }

    private void write(Ir ir, int binding, StringBuilder out) {
        if (out.length() > MAX_LENGTH) {
            return;
        }
        int own = binding(ir);
        if (own < binding) {
            out.append('(');
        }
        writeBare(ir, own, out);
        if (own < binding) {
            out.append(')');
        }
    }

    private static int binding(Ir ir) {
        return switch (ir.op()) {
            case OR -> OR;
            case AND -> AND;
            case NOT, DEFINED -> NOT;
            case NEGATE_INT, NEGATE_FLOAT, BIT_NOT -> UNARY;
            case INT_TO_BOOL, FLOAT_TO_BOOL, TEXT_TO_BOOL, BOOL_TO_INT, INT_TO_FLOAT -> binding(ir.operand(0));
            case BIT_OR -> 6;
            case BIT_XOR -> 7;
            case BIT_AND -> 8;
            case SHIFT_LEFT, SHIFT_RIGHT -> 9;
            case ADD_INT, SUBTRACT_INT, ADD_FLOAT, SUBTRACT_FLOAT -> 10;
            case MULTIPLY_INT, DIVIDE_INT, MODULO, MULTIPLY_FLOAT, DIVIDE_FLOAT -> 11;
            default -> comparisonBinding(ir.op());
        };
    }

    private static int comparisonBinding(Op op) {
        if (op == Op.MATCHES || (op.compareTo(Op.CONTAINS) >= 0 && op.compareTo(Op.IEQUALS) <= 0)) {
            return EQUALITY;
        }
        if (op.compareTo(Op.EQ_INT) >= 0 && op.compareTo(Op.GE_TEXT) <= 0) {
            return op.name().startsWith("EQ") || op.name().startsWith("NE") ? EQUALITY : RELATION;
        }
        return PRIMARY;
    }

    private void writeBare(Ir ir, int own, StringBuilder out) {
        switch (ir.op()) {
            case AND -> joined(ir.operands(), " and ", own, out);
            case OR -> joined(ir.operands(), " or ", own, out);
            case NOT -> prefixed("not ", ir, own, out);
            case DEFINED -> prefixed("defined ", ir, own, out);
            case NEGATE_INT, NEGATE_FLOAT -> prefixed("-", ir, own, out);
            case BIT_NOT -> prefixed("~", ir, own, out);
            case INT_TO_BOOL, FLOAT_TO_BOOL, TEXT_TO_BOOL, BOOL_TO_INT, INT_TO_FLOAT -> write(ir.operand(0), 0, out);
            case AS_INT, AS_FLOAT, AS_TEXT, MODULE, FIELD, INDEX, KEY, CALL, LOOP_OBJECT -> object(ir, out);
            case OF_STRINGS, OF_RULES, OF_STRINGS_PERCENT, OF_RULES_PERCENT, OF_STRINGS_IN, OF_STRINGS_AT ->
                of(ir, out);
            case FOR_STRINGS, FOR_RANGE, FOR_INTS, FOR_TEXTS, FOR_ARRAY, FOR_DICTIONARY -> loop(ir, out);
            default -> {
                if (own < PRIMARY) {
                    binary(ir, own, out);
                } else {
                    leaf(ir, out);
                }
            }
        }
    }

    private void prefixed(String operator, Ir ir, int own, StringBuilder out) {
        out.append(operator);
        write(ir.operand(0), own, out);
    }

    private void joined(List<Ir> operands, String separator, int own, StringBuilder out) {
        for (int i = 0; i < operands.size() && out.length() <= MAX_LENGTH; i++) {
            out.append(i == 0 ? "" : separator);
            write(operands.get(i), own + 1, out);
        }
    }

    private void binary(Ir ir, int own, StringBuilder out) {
        write(ir.operand(0), own, out);
        out.append(' ').append(operator(ir.op())).append(' ');
        Ir right = ir.operand(1);
        // Header tests are written and read in hexadecimal.
        if (right.op() == Op.INT && right.number() > 9 && isRead(ir.operand(0))) {
            out.append("0x").append(Long.toHexString(right.number()));
        } else {
            write(right, own + 1, out);
        }
    }

    private static boolean isRead(Ir ir) {
        return ir.op() == Op.READ || (ir.op() == Op.BIT_AND && isRead(ir.operand(0)));
    }

    private static String operator(Op op) {
        String name = op.name();
        int end = name.lastIndexOf('_');
        return switch (op) {
            case MODULO -> "%";
            case BIT_AND -> "&";
            case BIT_OR -> "|";
            case BIT_XOR -> "^";
            case SHIFT_LEFT -> "<<";
            case SHIFT_RIGHT -> ">>";
            default ->
                switch (end < 0 ? name : name.substring(0, end)) {
                    case "ADD" -> "+";
                    case "SUBTRACT" -> "-";
                    case "MULTIPLY" -> "*";
                    case "DIVIDE" -> "\\";
                    case "EQ" -> "==";
                    case "NE" -> "!=";
                    case "LT" -> "<";
                    case "LE" -> "<=";
                    case "GT" -> ">";
                    case "GE" -> ">=";
                    default -> name.toLowerCase(Locale.ROOT);
                };
        };
    }

    private void leaf(Ir ir, StringBuilder out) {
        String name = ir.op() == Op.RULE ? "" : string(ir);
        switch (ir.op()) {
            case BOOL -> out.append(ir.number() != 0);
            case INT -> out.append(ir.number());
            case ALL -> out.append("all");
            case FLOAT -> out.append(Double.longBitsToDouble(ir.number()));
            case TEXT -> quoted(bytes(ir), out);
            case REGEX -> regex(ir, out);
            case FILESIZE -> out.append("filesize");
            case ENTRYPOINT -> out.append("entrypoint");
            case EXTERNAL_INT, EXTERNAL_FLOAT, EXTERNAL_TEXT ->
                out.append(image.externals().get((int) ir.number()).name());
            case RULE -> out.append(rule((int) ir.number()));
            case LOOP_INT, LOOP_TEXT -> out.append(variable(ir.number()));
            case FOUND -> out.append(name);
            case FOUND_AT -> {
                out.append(name).append(" at ");
                write(ir.operand(0), RELATION + 1, out);
            }
            case FOUND_IN -> range(out.append(name).append(" in "), ir, 0);
            case COUNT -> out.append('#').append(name.substring(1));
            case COUNT_IN -> range(out.append('#').append(name.substring(1)).append(" in "), ir, 0);
            case OFFSET, LENGTH -> {
                out.append(ir.op() == Op.OFFSET ? '@' : '!')
                        .append(name.substring(1))
                        .append('[');
                write(ir.operand(0), 0, out);
                out.append(']');
            }
            case READ -> read(ir, out);
            default -> throw new IllegalArgumentException("no text for " + ir.op());
        }
    }

    /** Returns the name of the string that a node is about, {@code $} for a node about none. */
    private String string(Ir ir) {
        return switch (ir.op()) {
            case FOUND, FOUND_AT, FOUND_IN, COUNT, COUNT_IN, OFFSET, LENGTH -> string((int) ir.number());
            default -> "$";
        };
    }

    private void read(Ir ir, StringBuilder out) {
        out.append((ir.number() & 64) != 0 ? "int" : "uint")
                .append(ir.number() & 63)
                .append((ir.number() & 128) != 0 ? "be(" : "(");
        write(ir.operand(0), 0, out);
        out.append(')');
    }

    private void range(StringBuilder out, Ir ir, int first) {
        out.append('(');
        write(ir.operand(first), 0, out);
        out.append("..");
        write(ir.operand(first + 1), 0, out);
        out.append(')');
    }

    private void object(Ir ir, StringBuilder out) {
        switch (ir.op()) {
            case MODULE -> out.append(image.modules().get((int) ir.number()));
            case LOOP_OBJECT -> out.append(variable(ir.number()));
            case FIELD -> {
                write(ir.operand(0), 0, out);
                out.append('.').append(ir.payload());
            }
            case INDEX, KEY -> {
                write(ir.operand(0), 0, out);
                out.append('[');
                write(ir.operand(1), 0, out);
                out.append(']');
            }
            case CALL -> {
                write(ir.operand(0), 0, out);
                out.append('.').append(ir.payload()).append('(');
                joined(ir.operands().subList(1, ir.operands().size()), ", ", 0, out);
                out.append(')');
            }
            default -> write(ir.operand(0), 0, out);
        }
    }

    private void of(Ir ir, StringBuilder out) {
        boolean percent = ir.op() == Op.OF_STRINGS_PERCENT || ir.op() == Op.OF_RULES_PERCENT;
        quantifier(ir.operand(0), percent, out);
        out.append(percent ? "% of " : " of ");
        set(ir, out);
        if (ir.op() == Op.OF_STRINGS_IN) {
            range(out.append(" in "), ir, 1);
        } else if (ir.op() == Op.OF_STRINGS_AT) {
            out.append(" at ");
            write(ir.operand(1), RELATION + 1, out);
        }
    }

    private void quantifier(Ir ir, boolean percent, StringBuilder out) {
        if (!percent && ir.op() == Op.INT && ir.number() <= 1) {
            out.append(ir.number() == 0 ? "none" : "any");
        } else {
            write(ir, PRIMARY, out);
        }
    }

    private void set(Ir ir, StringBuilder out) {
        int[] members = members(ir);
        boolean rules = ir.op() == Op.OF_RULES || ir.op() == Op.OF_RULES_PERCENT;
        boolean all = !rules && members.length == rule.strings().size();
        for (int i = 0; all && i < members.length; i++) {
            all = members[i] == i;
        }
        if (all) {
            out.append("them");
            return;
        }
        for (int i = 0; i < members.length && out.length() <= MAX_LENGTH; i++) {
            out.append(i == 0 ? "(" : ", ").append(rules ? rule(members[i]) : string(members[i]));
        }
        out.append(')');
    }

    /** Returns the members of a node's set. */
    static int[] members(Ir ir) {
        return ir.payload() instanceof int[] members ? members : new int[0];
    }

    private void loop(Ir ir, StringBuilder out) {
        out.append("for ");
        quantifier(ir.operand(0), false, out);
        int last = ir.operands().size() - 1;
        if (ir.op() == Op.FOR_STRINGS) {
            out.append(" of ");
            set(ir, out);
        } else {
            int slot = 2 * loops;
            out.append(' ').append(variable(slot));
            out.append(ir.op() == Op.FOR_DICTIONARY ? ", " + variable(slot + 1) : "")
                    .append(" in ");
            if (ir.op() == Op.FOR_RANGE) {
                range(out, ir, 1);
            } else if (ir.op() == Op.FOR_ARRAY || ir.op() == Op.FOR_DICTIONARY) {
                write(ir.operand(1), 0, out);
            } else {
                out.append('(');
                joined(ir.operands().subList(1, last), ", ", 0, out);
                out.append(')');
            }
        }
        out.append(" : (");
        loops++;
        write(ir.operand(last), 0, out);
        loops--;
        out.append(')');
    }

    private static byte[] bytes(Ir ir) {
        return ir.payload() instanceof byte[] bytes ? bytes : new byte[0];
    }

    private static void regex(Ir ir, StringBuilder out) {
        String source = new String(bytes(ir), StandardCharsets.ISO_8859_1);
        out.append('/').append(source.replace("/", "\\/")).append('/');
        out.append((ir.number() & 1) != 0 ? "i" : "").append((ir.number() & 2) != 0 ? "s" : "");
    }

    /** Writes a text literal. */
    static void quoted(byte[] text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length && out.length() <= MAX_LENGTH; i++) {
            int c = text[i] & 0xff;
            switch (c) {
                case '"', '\\' -> out.append('\\').append((char) c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c >= ' ' && c < 0x7f) {
                        out.append((char) c);
                    } else {
                        out.append("\\x").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
                    }
                }
            }
        }
        out.append('"');
    }
}
