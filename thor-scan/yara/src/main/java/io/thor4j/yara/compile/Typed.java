package io.thor4j.yara.compile;

import io.thor4j.yara.eval.Ir;
import io.thor4j.yara.eval.Op;
import io.thor4j.yara.spi.ModuleType;
import io.thor4j.yara.spi.StructType;
import org.jspecify.annotations.Nullable;

/**
 * A compiled expression with what the checks around it need. Immutable.
 *
 * @param ir the node; for a function the structure that it belongs to
 * @param type its type
 * @param declared the module's type of an object, null for other types
 * @param function the function, null for other types
 * @param name what messages call it: the last identifier of a module's value, the bytes of a text literal, else empty
 * @param constant whether the value is written in the rule and not only looked up
 * @param needsMatch whether it cannot hold unless a string of the rule matched, by libyara's rule for {@code required_strings}
 */
record Typed(
        Ir ir,
        Type type,
        @Nullable ModuleType declared,
        StructType.@Nullable Function function,
        String name,
        boolean constant,
        boolean needsMatch) {

    /** The types of the language. */
    enum Type {
        BOOLEAN("boolean"),
        INTEGER("integer"),
        FLOAT("float"),
        TEXT("string"),
        REGEX("regexp"),
        OBJECT("object"),
        FUNCTION("function");

        private final String label;

        Type(String label) {
            this.label = label;
        }

        /** Returns the type's name in messages, libyara's. */
        String label() {
            return label;
        }
    }

    static Typed of(Type type, Ir ir) {
        return new Typed(ir, type, null, null, "", false, false);
    }

    static Typed bool(Ir ir) {
        return of(Type.BOOLEAN, ir);
    }

    static Typed bool(Ir ir, boolean needsMatch) {
        return new Typed(ir, Type.BOOLEAN, null, null, "", false, needsMatch);
    }

    static Typed integer(Ir ir) {
        return of(Type.INTEGER, ir);
    }

    static Typed constant(long value) {
        return new Typed(Ir.of(Op.INT, value), Type.INTEGER, null, null, "", true, false);
    }

    static Typed floating(Ir ir) {
        return of(Type.FLOAT, ir);
    }

    static Typed object(Ir ir, ModuleType declared, String name) {
        return new Typed(ir, Type.OBJECT, declared, null, name, false, false);
    }

    boolean is(Type wanted) {
        return type == wanted;
    }

    boolean isConstantInt() {
        return constant && type == Type.INTEGER;
    }

    /** Returns the number of a constant integer. */
    long number() {
        return ir.number();
    }
}
