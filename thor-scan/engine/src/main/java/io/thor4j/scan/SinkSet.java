package io.thor4j.scan;

import io.thor4j.core.spi.OutputSink;
import io.thor4j.core.spi.PluginInfo;
import io.thor4j.scan.ElementScanner.Part;
import io.thor4j.scan.plugin.HookRunner;
import io.thor4j.scan.plugin.HookSet;
import io.thor4j.scan.plugin.PluginCaller;
import io.thor4j.scan.plugin.PluginGuard;
import io.thor4j.scan.plugin.PluginTrouble;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;

/** The sinks and post-processing hooks of a scanner, closed once. May be shared by threads. */
final class SinkSet {
    private final List<Part<OutputSink>> sinks;
    private final HookSet hooks;
    private final PluginCaller caller;
    private boolean closed;

    /** Takes the sinks, and the hooks that get the last word before them. */
    SinkSet(List<Part<OutputSink>> sinks, HookSet hooks, PluginCaller caller) {
        this.sinks = List.copyOf(sinks);
        this.hooks = hooks;
        this.caller = caller;
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
     * Closes all hooks and sinks, the first time.
     *
     * @throws OutputException when one could not be closed, with what each of those said
     */
    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        List<String> failed = new ArrayList<>();
        hooks.close(caller, HookRunner.POST_PROCESSING).forEach(trouble -> failed.add(text(trouble)));
        caller.close();
        for (Part<OutputSink> sink : sinks) {
            PluginTrouble trouble = PluginGuard.call(
                    sink.plugin(), OrderedOutput.SINK, () -> sink.part().close());
            if (trouble != null) {
                failed.add(text(trouble));
            }
        }
        if (!failed.isEmpty()) {
            throw new OutputException("outputs could not be closed: " + String.join("; ", failed));
        }
    }

    private static String text(PluginTrouble trouble) {
        return trouble.plugin().id() + ": " + trouble.kind() + " " + trouble.message();
    }
}
