package io.thor4j.threatintel.stub;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Hosts that are made when they are asked for, so many in each second; their ids and times go up together. Immutable.
 *
 * @param count how many
 * @param begin when the first was changed
 * @param perSecond how many have the same time
 */
record GeneratedHosts(long count, Instant begin, int perSecond) {
    /** Adds those that a filter takes, by time and id, until there are enough. */
    void find(StubFilter.Compiled filter, boolean byNumber, long enough, List<Map<String, @Nullable Object>> found) {
        Instant earliest = filter.earliest();
        long seconds = earliest == null
                ? 0
                : Math.max(0, Duration.between(begin, earliest).toSeconds());
        // By its number, a listing is of one second.
        long end = byNumber ? Math.min(count, (seconds + 1) * perSecond) : count;
        Predicate<Map<String, @Nullable Object>> test = filter.test();
        for (long index = seconds * perSecond; index < end && found.size() < enough; index++) {
            Map<String, @Nullable Object> fields = at(index);
            if (test.test(fields)) {
                found.add(fields);
            }
        }
    }

    private Map<String, @Nullable Object> at(long index) {
        String time = begin.plusSeconds(index / perSecond).toString();
        String name = "g" + (index + 1) + ".example";
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", index + 1);
        fields.put("dateAdded", time);
        fields.put("ownerName", "Generated");
        fields.put("type", "Host");
        fields.put("summary", name);
        fields.put("hostName", name);
        fields.put("lastModified", time);
        fields.put("active", true);
        return fields;
    }
}
