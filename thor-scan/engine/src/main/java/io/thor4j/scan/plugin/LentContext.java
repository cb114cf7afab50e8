package io.thor4j.scan.plugin;

import io.thor4j.core.Budget;
import io.thor4j.core.FileMetadata;
import io.thor4j.core.Level;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.Reason;
import io.thor4j.core.spi.ChildSink;
import io.thor4j.core.spi.HookContext;
import io.thor4j.core.spi.PluginInfo;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one call of a rule hook works with. Its methods that plugins see run on the plugin's thread. */
final class LentContext implements HookContext {
    private static final String STRUCTURED_DATA = "structured data from plugin";

    private final PluginInfo plugin;
    private final Budget budget;
    private final Reasons reasons;
    private final HookRunner.Engine engine;
    private HookRunner.@Nullable LentChildren children;
    private boolean tooDeep;

    LentContext(PluginInfo plugin, Budget budget, HookRunner.Engine engine) {
        this.plugin = plugin;
        this.budget = budget;
        this.reasons = new Reasons(budget);
        this.engine = engine;
    }

    @Override
    public void report(Reason reason) {
        reasons.report(reason);
    }

    @Override
    public Budget budget() {
        return budget;
    }

    @Override
    public boolean member(String name, String unpackLabel, InputStream data, @Nullable FileMetadata metadata) {
        ChildSink sink = sink();
        return sink != null && sink.member(name, unpackLabel, data, metadata);
    }

    @Override
    public boolean record(ObservedObject subject, String text) {
        ChildSink sink = sink();
        return sink != null && sink.record(subject, text);
    }

    @Override
    public boolean structuredData(Map<String, String> data) {
        Map<String, String> copy = new LinkedHashMap<>(data);
        String text = copy.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("  "));
        ObservedObject subject = ObservedObject.builder(STRUCTURED_DATA)
                .set("plugin", plugin.id())
                .set("data", copy)
                .build();
        return record(subject, text);
    }

    @Override
    public boolean log(Level level, String text, Map<String, String> fields) {
        Map<String, String> copy = new LinkedHashMap<>();
        copy.put("plugin", plugin.id());
        copy.putAll(fields);
        long bytes = text.length();
        for (Map.Entry<String, String> field : copy.entrySet()) {
            bytes += field.getKey().length() + field.getValue().length();
        }
        if (!budget.timeLeft() || !budget.spendEntry() || budget.spendBytes(bytes) != null) {
            return false;
        }
        PluginCaller.onEngine(() -> engine.log(level, text, copy));
        return true;
    }

    /* Made when the first child comes: an element that lies too deep is incomplete only when a hook wants to go deeper. */
    private @Nullable ChildSink sink() {
        if (!budget.timeLeft()) {
            return null;
        }
        if (children == null && !tooDeep) {
            PluginCaller.onEngine(() -> {
                children = engine.children();
                tooDeep = children == null;
            });
        }
        return children == null ? null : children.sink();
    }

    /** Ends the call, on the engine's thread; returns what was reported. */
    List<Reason> close() {
        budget.close();
        if (children != null) {
            children.budget().close();
        }
        return reasons.close();
    }
}
