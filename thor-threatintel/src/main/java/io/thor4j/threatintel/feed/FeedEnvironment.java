package io.thor4j.threatintel.feed;

import io.thor4j.core.http.HttpTransport;
import io.thor4j.core.http.Retry;
import io.thor4j.threatintel.IntelLimits;
import io.thor4j.threatintel.store.IndicatorStore;
import io.thor4j.threatintel.thorcloud.LogReceiver;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What feeds work with; all of it belongs to whoever made it. Immutable.
 *
 * @param store where indicators go
 * @param transport how servers are reached
 * @param retry how often requests are repeated
 * @param limits how much is read
 * @param clock the time
 * @param events where the events of feeds go that bring events, null when nobody wants them
 */
public record FeedEnvironment(
        IndicatorStore store,
        HttpTransport transport,
        Retry retry,
        IntelLimits limits,
        Clock clock,
        @Nullable LogReceiver events) {
    /** Makes the environment. */
    public FeedEnvironment {
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(transport, "transport");
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(clock, "clock");
    }

    /**
     * Makes the task of a feed of indicators: its runs bring the store up to date, one transaction a page.
     *
     * @param feed the feed
     */
    public FeedTask task(Feed feed) {
        return new IndicatorTask(feed, store);
    }
}
