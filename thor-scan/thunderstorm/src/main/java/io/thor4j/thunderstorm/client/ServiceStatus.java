package io.thor4j.thunderstorm.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How a server is doing; which figures there are depends on its version (thunderstorm.md section 2.5). Immutable.
 *
 * @param values every number the server gave, by its name, in its order
 */
public record ServiceStatus(Map<String, Number> values) {
    /** Makes the status; the map is copied. */
    public ServiceStatus {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Returns how many samples were scanned. */
    public OptionalLong scannedSamples() {
        return number("scanned_samples");
    }

    /** Returns how many samples wait. */
    public OptionalLong queuedAsyncRequests() {
        return number("queued_async_requests");
    }

    /** Returns how long the server has been running, in seconds; servers before September 2020 had another name for it. */
    public OptionalLong uptimeSeconds() {
        OptionalLong uptime = number("uptime_seconds");
        return uptime.isPresent() ? uptime : number("uptime_s");
    }

    private OptionalLong number(String name) {
        Number value = values.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value.longValue());
    }
}
