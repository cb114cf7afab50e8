package io.thor4j.core;

/**
 * What all elements of a scan share. Immutable, may be shared by threads.
 *
 * @param contentLimit bytes of content to read of one element at most, {@link Limit#MAX_FILE_SIZE}
 * @param magicTypes the table of magic types
 */
public record ElementSettings(long contentLimit, MagicTypes magicTypes) {
    /** The defaults: 30 MiB and the shipped magic table. */
    public static final ElementSettings DEFAULT = of(ThorLimits.DEFAULT);

    /**
     * Takes the content limit from the limits, with the shipped magic table.
     *
     * @param limits the scan's limits
     * @return the settings
     */
    public static ElementSettings of(ThorLimits limits) {
        return of(limits, MagicTypes.standard());
    }

    /**
     * Takes the content limit from the limits.
     *
     * @param limits the scan's limits
     * @param magicTypes the table of magic types
     * @return the settings
     */
    public static ElementSettings of(ThorLimits limits, MagicTypes magicTypes) {
        return new ElementSettings(limits.cap(Limit.MAX_FILE_SIZE), magicTypes);
    }
}
