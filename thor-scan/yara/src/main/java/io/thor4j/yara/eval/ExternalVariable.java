package io.thor4j.yara.eval;

/**
 * An external variable and its value at compile time. Immutable; threads share it.
 *
 * @param name its name
 * @param value a {@link Long}, {@link Double}, {@link Boolean} or {@link String}; its class is the variable's type
 */
public record ExternalVariable(String name, Object value) {
    /** Checks the class of the value. */
    public ExternalVariable {
        if (!(value instanceof Long
                || value instanceof Double
                || value instanceof Boolean
                || value instanceof String)) {
            throw new IllegalArgumentException("an external variable is a number, a truth value or a text: " + name);
        }
    }

    /** Returns what a condition sees: a boolean is an integer (libyara compiler.c, yr_compiler_define_boolean_variable). */
    public Kind kind() {
        if (value instanceof Double) {
            return Kind.FLOAT;
        }
        return value instanceof String ? Kind.TEXT : Kind.INT;
    }
}
