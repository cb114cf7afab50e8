package io.thor4j.scan.plugin;

import io.thor4j.core.Limit;
import io.thor4j.core.ThorLimits;
import io.thor4j.core.spi.HookProvider;
import io.thor4j.core.spi.HookRegistry;
import io.thor4j.core.spi.PluginConfig;
import io.thor4j.core.spi.PluginInfo;
import io.thor4j.core.spi.PostProcessingHook;
import io.thor4j.core.spi.RuleHook;
import io.thor4j.core.spi.YaraRuleType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Asks hook plugins for what they bring. For one thread. */
public final class HookRegistrations {
    private static final String ROLE = "hook registration";

    private final PluginCaller caller;
    private final ThorLimits limits;
    private final List<PluginInfo> plugins = new ArrayList<>();
    private final List<HookSet.Rules> rules = new ArrayList<>();
    private final Map<String, List<HookSet.Hook<RuleHook>>> ruleHooks = new LinkedHashMap<>();
    private final List<HookSet.Hook<PostProcessingHook>> postProcessing = new ArrayList<>();

    /**
     * Starts without plugins.
     *
     * @param caller calls them
     */
    public HookRegistrations(PluginCaller caller) {
        this.caller = caller;
        this.limits = caller.limits();
    }

    /**
     * Asks a plugin. If that goes wrong, nothing of it takes part.
     *
     * @param plugin which, by ascending id
     * @param provider the plugin
     * @param config its options
     * @return what went wrong, null when nothing did
     */
    public @Nullable PluginTrouble add(PluginHealth plugin, HookProvider provider, PluginConfig config) {
        Registry registry = new Registry(plugin);
        PluginTrouble trouble = caller.call(
                plugin, ROLE, provider.getClass().getClassLoader(), () -> provider.register(config, registry));
        registry.close();
        if (trouble != null) {
            return trouble;
        }
        plugins.add(plugin.plugin());
        rules.addAll(registry.rules);
        registry.tagged.forEach(tagged ->
                ruleHooks.computeIfAbsent(tagged.tag, tag -> new ArrayList<>()).add(tagged.hook));
        postProcessing.addAll(registry.postProcessing);
        return null;
    }

    /** Returns all that was registered. */
    public HookSet finish() {
        return new HookSet(plugins, rules, ruleHooks, postProcessing);
    }

    private record Tagged(String tag, HookSet.Hook<RuleHook> hook) {}

    private final class Registry implements HookRegistry {
        /** Hooks of one plugin, and sources of rules; ours. */
        private static final int MAX_ENTRIES = 1_000;

        private final PluginHealth plugin;
        private final List<HookSet.Rules> rules = new ArrayList<>();
        private final List<Tagged> tagged = new ArrayList<>();
        private final List<HookSet.Hook<PostProcessingHook>> postProcessing = new ArrayList<>();
        private long bytes;
        private boolean closed;

        Registry(PluginHealth plugin) {
            this.plugin = plugin;
        }

        @Override
        public synchronized void yaraRules(YaraRuleType type, String source) {
            Objects.requireNonNull(type, "type");
            check(source.length());
            rules.add(new HookSet.Rules(plugin.plugin(), type, source));
        }

        @Override
        public synchronized void ruleHook(String tag, RuleHook hook) {
            Objects.requireNonNull(hook, "hook");
            check(tag.length());
            tagged.add(new Tagged(tag, new HookSet.Hook<>(plugin, hook, false)));
        }

        @Override
        public void postProcessingHook(PostProcessingHook hook) {
            /* Asked outside of the lock: it is the plugin's code. */
            boolean everyElement = hook.everyElement();
            synchronized (this) {
                check(0);
                postProcessing.add(new HookSet.Hook<>(plugin, hook, everyElement));
            }
        }

        private void check(int length) {
            if (closed) {
                throw new IllegalStateException("registered after the call");
            }
            bytes += length;
            if (bytes > limits.cap(Limit.PLUGIN_BYTES)) {
                throw new IllegalArgumentException("more than " + limits.get(Limit.PLUGIN_BYTES)
                        + " bytes of rules (limit " + Limit.PLUGIN_BYTES.key() + ")");
            }
            if (rules.size() + tagged.size() + postProcessing.size() >= MAX_ENTRIES) {
                throw new IllegalArgumentException("more than " + MAX_ENTRIES + " rules and hooks");
            }
        }

        synchronized void close() {
            closed = true;
        }
    }
}
