package io.thor4j.threatintel.feed;

import io.thor4j.core.ThorException;
import org.jspecify.annotations.Nullable;

/** A feed could not be made or a run of it failed; names feed and provider. All other feeds go on. Immutable. */
public final class FeedException extends ThorException {
    private static final long serialVersionUID = 1L;

    private FeedException(String reason, String position, @Nullable String hint, Throwable cause) {
        super(reason, position, hint, cause);
    }

    /* What is thrown on purpose says itself what is wrong; of all else the kind is worth to know. */
    static FeedException of(FeedConfig config, Throwable cause) {
        String position = "feed " + config.name() + " (provider " + config.provider() + ")";
        String message = cause.getMessage();
        if (cause instanceof ThorException || cause instanceof IllegalArgumentException) {
            return new FeedException(message == null ? "it failed" : message, position, null, cause);
        }
        return new FeedException(
                "the provider failed: " + cause.getClass().getName() + (message == null ? "" : ": " + message),
                position,
                "an error of the provider; all other feeds go on",
                cause);
    }
}
