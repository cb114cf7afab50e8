package io.thor4j.thunderstorm.collector;

import io.thor4j.thunderstorm.client.CheckResult;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** Remembers what became of each file. */
final class RecordingListener implements CollectionListener {
    final Map<String, String> events = new ConcurrentSkipListMap<>();
    final Map<String, CheckResult> results = new ConcurrentSkipListMap<>();

    @Override
    public void skipped(String name, String reason) {
        events.put(name, "skipped: " + reason);
    }

    @Override
    public void failed(String name, String reason) {
        events.put(name, "failed: " + reason);
    }

    @Override
    public void sent(String name, long bytes) {
        events.put(name, "sent");
    }

    @Override
    public void result(String name, CheckResult result) {
        results.put(name, result);
    }
}
