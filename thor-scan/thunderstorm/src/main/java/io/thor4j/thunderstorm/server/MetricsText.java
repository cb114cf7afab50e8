package io.thor4j.thunderstorm.server;

import java.util.Map;

/** Writes the counters in Prometheus' text format, version 0.0.4. Stateless. */
final class MetricsText {
    static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final String PREFIX = "thunderstorm_";

    private MetricsText() {}

    static String write(Service service) {
        StringBuilder text = new StringBuilder(1_024);
        service.statistics().counters().forEach((name, value) -> metric(text, name, "counter", value));
        metric(text, "queue_length", "gauge", service.queue().length());
        metric(text, "queue_bytes", "gauge", service.space().used());
        metric(text, "queue_full", "gauge", service.space().isFull() ? 1 : 0);
        metric(text, "clients_waiting", "gauge", service.pool().entered());
        metric(text, "threads", "gauge", service.settings().threads());
        metric(text, "threads_busy", "gauge", service.pool().busy());
        metric(
                text,
                "signatures_loaded_seconds",
                "gauge",
                service.signatures().loaded().getEpochSecond());
        metric(text, "signatures_problem", "gauge", service.signatures().problem() == null ? 0 : 1);
        Object uptime = service.status().get("uptime_seconds");
        metric(text, "uptime_seconds", "gauge", uptime instanceof Number number ? number : 0);
        Runtime runtime = Runtime.getRuntime();
        metric(text, "heap_used_bytes", "gauge", runtime.totalMemory() - runtime.freeMemory());
        text.append("# TYPE ").append(PREFIX).append("info gauge\n");
        text.append(PREFIX).append("info");
        String separator = "{";
        for (Map.Entry<String, Object> entry : service.info().entrySet()) {
            if (entry.getKey().equals("thor_version") || entry.getKey().equals("signature_digest")) {
                text.append(separator)
                        .append(entry.getKey())
                        .append("=\"")
                        .append(label(entry.getValue()))
                        .append('"');
                separator = ",";
            }
        }
        return text.append("} 1\n").toString();
    }

    private static String label(Object value) {
        return value.toString().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static void metric(StringBuilder text, String name, String type, Number value) {
        text.append("# TYPE ")
                .append(PREFIX)
                .append(name)
                .append(' ')
                .append(type)
                .append('\n');
        text.append(PREFIX).append(name).append(' ').append(value).append('\n');
    }
}
