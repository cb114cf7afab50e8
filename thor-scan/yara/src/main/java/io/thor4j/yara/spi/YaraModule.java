package io.thor4j.yara.spi;

/**
 * What {@code import "name"} brings into a rule: one table of fields and functions, and a parser that fills it from the scanned bytes.
 * A module is immutable and shared by threads; everything about one scan lives in the {@link StructValue} that it returns.
 */
public interface YaraModule {
    /** Returns the name as it stands in {@code import}; an identifier, unique in a rule set. */
    String name();

    /** Returns the table of what rules may ask for; always the same object. */
    StructType structure();

    /**
     * Begins one scan: called at most once a scan, when a rule first asks for the module. Work that few rules need belongs behind
     * {@link StructValue#setLazy}. Survives any bytes; what it cannot read stays undefined.
     *
     * @param input the scanned bytes and what the caller passed for this module
     * @return the values, of type {@link #structure()}
     * @throws io.thor4j.core.MalformedInputException when the caller's data for this module is unusable; all its fields are then undefined
     *     and the scan's result says why
     */
    StructValue parse(ModuleInput input);
}
