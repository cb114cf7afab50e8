package io.thor4j.yara.module.pe;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Computes a value at most once. Used by one thread. */
final class Memo<T> {
    private @Nullable Supplier<T> supplier;
    private @Nullable T value;

    Memo(Supplier<T> supplier) {
        this.supplier = supplier;
    }

    T get() {
        T result = value;
        if (result == null) {
            Supplier<T> source = supplier;
            if (source == null) {
                throw new IllegalStateException("asked for itself while being computed");
            }
            supplier = null;
            result = source.get();
            value = result;
        }
        return result;
    }
}
