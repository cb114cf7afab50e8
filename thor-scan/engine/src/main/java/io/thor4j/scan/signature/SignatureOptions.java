package io.thor4j.scan.signature;

import io.thor4j.core.Origin;
import java.util.List;

/**
 * How signature files are read. Immutable.
 *
 * @param origin who supplied them, for reports
 * @param keys keys for encrypted files, tried in this order
 */
public record SignatureOptions(Origin origin, List<SignatureKey> keys) {
    /** Custom signatures, and no key. */
    public static final SignatureOptions DEFAULT = new SignatureOptions(Origin.CUSTOM, List.of());

    /** Makes the options; the list is copied. */
    public SignatureOptions {
        keys = List.copyOf(keys);
    }

    /**
     * Returns options with keys.
     *
     * @param value the keys
     */
    public SignatureOptions withKeys(List<SignatureKey> value) {
        return new SignatureOptions(origin, value);
    }
}
