package io.thor4j.threatintel.feed;

import java.util.Objects;

/**
 * An option of a feed. Immutable.
 *
 * @param name its name, such as {@code page-size}
 * @param required whether a feed without it makes no sense
 * @param secret whether it is a key, password or token, which is kept as a {@link io.thor4j.core.Secret}
 * @param description one sentence for people
 */
public record FeedOption(String name, boolean required, boolean secret, String description) {
    /** Makes the option. */
    public FeedOption {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
    }

    /**
     * Makes an option that must be there.
     *
     * @param name its name
     * @param description one sentence
     */
    public static FeedOption required(String name, String description) {
        return new FeedOption(name, true, false, description);
    }

    /**
     * Makes an option that may be there.
     *
     * @param name its name
     * @param description one sentence
     */
    public static FeedOption optional(String name, String description) {
        return new FeedOption(name, false, false, description);
    }

    /**
     * Makes a secret that may be there.
     *
     * @param name its name
     * @param description one sentence
     */
    public static FeedOption secret(String name, String description) {
        return new FeedOption(name, false, true, description);
    }
}
