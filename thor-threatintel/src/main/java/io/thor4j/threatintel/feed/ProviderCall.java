package io.thor4j.threatintel.feed;

import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** The one place where the code of providers is called, and where whatever it throws becomes a {@link FeedException}. Stateless. */
final class ProviderCall {
    private ProviderCall() {}

    /* A cancellation is ours. An error of the JVM that a feed runs into is that feed's: it holds nothing when it is caught here. */
    static <T> T guard(FeedConfig config, Supplier<T> call) {
        try {
            return call.get();
        } catch (CancellationException | FeedException e) {
            throw e;
        } catch (Throwable e) {
            throw FeedException.of(config, e);
        }
    }
}
