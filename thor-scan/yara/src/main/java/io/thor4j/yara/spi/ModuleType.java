package io.thor4j.yara.spi;

/** The type of a field, a parameter or a result. Booleans are integers, as in libyara. Immutable; threads share it. */
public sealed interface ModuleType permits ModuleType.Scalar, ModuleType.Array, ModuleType.Dictionary, StructType {
    /** Types without parts. */
    enum Scalar implements ModuleType {
        /** 64-bit signed; values are {@link Long}. */
        INTEGER,
        /** Double; values are {@link Double}. */
        FLOAT,
        /** Bytes; values are {@code byte[]}, not to be changed. */
        STRING,
        /** Only for parameters; values are {@link RegexArgument}. */
        REGEX,
        /** Only for parameters: takes a truth value and no integer, as libyara's {@code b}; values are {@link Long} 0 or 1. */
        BOOLEAN
    }

    /**
     * Values numbered from 0; values are {@link java.util.List}s whose elements may be null (undefined).
     *
     * @param element type of the elements
     */
    record Array(ModuleType element) implements ModuleType {}

    /**
     * Values by text key; values are {@link java.util.Map}s with {@link String} keys, one char a byte (ISO 8859-1).
     *
     * @param value type of the values
     */
    record Dictionary(ModuleType value) implements ModuleType {}
}
