package io.thor4j.core;

/**
 * The gate that the engine and the services ask before they work. Implementations may be shared by threads. The module thor-licensing has
 * one that asks for a valid licence; who embeds thor may write another.
 */
@FunctionalInterface
public interface LicensePolicy {
    /** Allows everything: what the engine uses when no policy was set. */
    LicensePolicy OPEN = use -> {};

    /**
     * Returns when the use is allowed. It is asked at the start of each scan or service, so it should answer fast.
     *
     * @param use what is about to begin
     * @throws LicenseException when it is not allowed
     */
    void require(LicensedUse use);
}
