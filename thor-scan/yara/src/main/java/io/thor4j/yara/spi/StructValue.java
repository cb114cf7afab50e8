package io.thor4j.yara.spi;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The values of a structure for one scan; a field that was never set is undefined. Filled by the module, read by the evaluator, both on
 * the scanning thread.
 */
public final class StructValue {
    private final StructType type;
    private final @Nullable Object[] values;
    private final @Nullable Object state;

    /**
     * Makes a structure with all fields undefined.
     *
     * @param type its table
     * @param state what the module's functions need of this scan, null for nothing
     */
    public StructValue(StructType type, @Nullable Object state) {
        this.type = type;
        this.values = new Object[type.slotCount()];
        this.state = state;
    }

    /** Returns the table. */
    public StructType type() {
        return type;
    }

    /**
     * Returns what the module attached.
     *
     * @param <T> its class
     * @param stateClass its class
     * @throws ClassCastException when the state is null or of another class
     */
    public <T> T state(Class<T> stateClass) {
        T result = stateClass.cast(state);
        if (result == null) {
            throw new ClassCastException("no state");
        }
        return result;
    }

    /**
     * Sets an integer.
     *
     * @param field its name
     * @param value its value
     */
    public void set(String field, long value) {
        values[type.slot(field)] = value;
    }

    /**
     * Sets a float.
     *
     * @param field its name
     * @param value its value
     */
    public void set(String field, double value) {
        values[type.slot(field)] = value;
    }

    /**
     * Sets a string.
     *
     * @param field its name
     * @param value its bytes, null for undefined; not to be changed any more
     */
    public void set(String field, byte @Nullable [] value) {
        values[type.slot(field)] = value;
    }

    /**
     * Sets a string of ISO 8859-1 characters.
     *
     * @param field its name
     * @param value its text, one char a byte
     */
    public void set(String field, String value) {
        values[type.slot(field)] = value.getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * Sets a nested structure.
     *
     * @param field its name
     * @param value the structure, null for undefined
     */
    public void set(String field, @Nullable StructValue value) {
        values[type.slot(field)] = value;
    }

    /**
     * Sets an array.
     *
     * @param field its name
     * @param value the elements; null elements are undefined
     */
    public void set(String field, List<?> value) {
        values[type.slot(field)] = value;
    }

    /**
     * Sets a dictionary.
     *
     * @param field its name
     * @param value the values by key, one char a byte
     */
    public void set(String field, Map<String, ?> value) {
        values[type.slot(field)] = value;
    }

    /**
     * Sets a field that is computed when it is first read.
     *
     * @param field its name
     * @param value computes {@link Long}, {@link Double}, {@code byte[]}, {@link StructValue}, {@link List}, {@link Map} or null
     */
    public void setLazy(String field, Supplier<? extends @Nullable Object> value) {
        values[type.slot(field)] = new Lazy(value);
    }

    /**
     * Returns a field's value: {@link Long}, {@link Double}, {@code byte[]}, {@link StructValue}, {@link List}, {@link Map}, or null when it
     * is undefined.
     *
     * @param field its name
     * @throws IllegalArgumentException when the table has no such field
     */
    public @Nullable Object get(String field) {
        int slot = type.slot(field);
        Object value = values[slot];
        if (value instanceof Lazy lazy) {
            value = lazy.supplier.get();
            values[slot] = value;
        }
        return value;
    }

    private record Lazy(Supplier<? extends @Nullable Object> supplier) {}
}
