package io.thor4j.threatintel.thorcloud;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A scan as Thor Cloud describes it (threat-intel-apis.md section 1.1). Immutable, may be shared by threads. */
public final class ThorCloudScan {
    /** The log that has one THOR event a line. */
    public static final String JSON_LOG = "thor.json";

    // Beyond, a number of seconds would be a number of milliseconds.
    private static final long MILLIS = 1_000_000_000_000L;

    private final Map<String, @Nullable Object> fields;
    private final String id;
    private final long updated;

    /**
     * Makes a scan.
     *
     * @param fields the JSON object
     * @throws IllegalArgumentException when it has no id, or one that cannot stand in an address, or no time
     */
    public ThorCloudScan(Map<String, @Nullable Object> fields) {
        this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        Object value = fields.get("id");
        if (!(value instanceof String text) || text.isBlank() || text.length() > 200) {
            throw new IllegalArgumentException("a scan without an id");
        }
        id = text;
        Long time = seconds(fields.get("last_launcher_update"));
        time = time != null ? time : seconds(fields.get("creation_date"));
        if (time == null) {
            throw new IllegalArgumentException("scan " + id + " has no time");
        }
        updated = time;
    }

    private static @Nullable Long seconds(@Nullable Object value) {
        if (!(value instanceof Number number)) {
            return null;
        }
        if (number instanceof BigInteger) {
            // It has more than 64 bits, and what is left of it in 64 is another time.
            return null;
        }
        long time = number instanceof BigDecimal decimal ? (long) decimal.doubleValue() : number.longValue();
        return time <= 0 ? null : time >= MILLIS ? time / 1000 : time;
    }

    /** Returns its id. */
    public String id() {
        return id;
    }

    /** Returns when it was last heard of, or made, in seconds since 1970. */
    public long updated() {
        return updated;
    }

    /**
     * Returns a field as text.
     *
     * @param name its name
     * @return null when it is no text
     */
    public @Nullable String text(String name) {
        return fields.get(name) instanceof String text ? text : null;
    }

    /** Tells whether it has come to an end; its log is complete then. */
    public boolean ended() {
        String status = text("status");
        return "successful".equals(status) || "failed".equals(status);
    }

    /** Tells whether its logs are encrypted: nobody but who has the key can read them. */
    public boolean encrypted() {
        return Boolean.TRUE.equals(fields.get("logs_encrypted"));
    }

    /** Tells whether there is a log with one event a line. */
    public boolean hasJsonLog() {
        return fields.get("available_logs") instanceof List<?> logs && logs.contains(JSON_LOG);
    }

    /** Returns the JSON object, unmodifiable. */
    public Map<String, @Nullable Object> fields() {
        return fields;
    }

    /** Returns host and id. */
    @Override
    public String toString() {
        return text("hostname") + " (" + id + ")";
    }
}
