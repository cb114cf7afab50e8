package io.thor4j.scan;

import io.thor4j.core.spi.OutputSink;
import io.thor4j.core.spi.PluginInfo;
import io.thor4j.scan.ElementScanner.Part;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;

/** The sinks of a scanner, closed once. May be shared by threads. */
final class SinkSet {
    private final List<Part<OutputSink>> sinks;
    private boolean closed;

    SinkSet(List<Part<OutputSink>> sinks) {
        this.sinks = List.copyOf(sinks);
    }

    /** Names a sink that the caller passed. */
    static Part<OutputSink> part(OutputSink sink, int number) {
        CodeSource source = sink.getClass().getProtectionDomain().getCodeSource();
        String origin = source == null || source.getLocation() == null
                ? null
                : source.getLocation().toString();
        return new Part<>(
                new PluginInfo("sink-" + number + "-" + sink.getClass().getSimpleName(), null, origin), sink);
    }

    /**
     * Closes all sinks, the first time.
     *
     * @throws OutputException when one could not be closed, with what each of those said
     */
    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        List<String> failed = new ArrayList<>();
        for (Part<OutputSink> sink : sinks) {
            PluginGuard.Trouble trouble = PluginGuard.call(
                    sink.plugin(), OrderedOutput.SINK, () -> sink.part().close());
            if (trouble != null) {
                failed.add(sink.plugin().id() + ": " + trouble.kind() + " " + trouble.message());
            }
        }
        if (!failed.isEmpty()) {
            throw new OutputException("outputs could not be closed: " + String.join("; ", failed));
        }
    }
}
