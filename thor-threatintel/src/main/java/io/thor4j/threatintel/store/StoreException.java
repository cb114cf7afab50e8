package io.thor4j.threatintel.store;

import io.thor4j.core.ThorException;
import org.jspecify.annotations.Nullable;

/** The store cannot be read or written; nothing of the transaction that failed is in it. Immutable. */
public final class StoreException extends ThorException {
    private static final long serialVersionUID = 1L;

    StoreException(String reason, String store, @Nullable String hint, @Nullable Throwable cause) {
        super(reason, store, hint, cause);
    }
}
