package io.thor4j.scan.plugin;

import io.thor4j.core.spi.PluginInfo;
import io.thor4j.core.spi.PostProcessingHook;
import io.thor4j.core.spi.RuleHook;
import io.thor4j.core.spi.YaraRuleType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What hook plugins registered. May be shared by threads. */
public final class HookSet {
    private final List<PluginInfo> plugins;
    private final List<Rules> rules;
    private final Map<String, List<Hook<RuleHook>>> ruleHooks = new HashMap<>();
    private final List<Hook<PostProcessingHook>> postProcessing;

    HookSet(
            List<PluginInfo> plugins,
            List<Rules> rules,
            Map<String, List<Hook<RuleHook>>> ruleHooks,
            List<Hook<PostProcessingHook>> postProcessing) {
        this.plugins = List.copyOf(plugins);
        this.rules = List.copyOf(rules);
        ruleHooks.forEach((tag, hooks) -> this.ruleHooks.put(tag, List.copyOf(hooks)));
        this.postProcessing = List.copyOf(postProcessing);
    }

    /** Returns the plugins that take part, by id. */
    public List<PluginInfo> plugins() {
        return plugins;
    }

    /** Returns the YARA rules, plugin by plugin. */
    public List<Rules> rules() {
        return rules;
    }

    boolean hasTag(String tag) {
        return ruleHooks.containsKey(tag);
    }

    /** Returns the hooks of a tag, in the order of the plugins' ids. */
    List<Hook<RuleHook>> ruleHooks(String tag) {
        return ruleHooks.getOrDefault(tag, List.of());
    }

    /** Returns the hooks in the order of the plugins' ids. */
    List<Hook<PostProcessingHook>> postProcessing() {
        return postProcessing;
    }

    /**
     * Rules of a plugin.
     *
     * @param plugin whose
     * @param type what they are applied to
     * @param source their text
     */
    public record Rules(PluginInfo plugin, YaraRuleType type, String source) {}

    /**
     * A hook and whose it is. May be shared by threads.
     *
     * @param <H> the kind of hook
     */
    static final class Hook<H> {
        private final PluginHealth plugin;
        private final boolean everyElement;
        private volatile @Nullable H hook;

        Hook(PluginHealth plugin, H hook, boolean everyElement) {
            this.plugin = plugin;
            this.hook = hook;
            this.everyElement = everyElement;
        }

        PluginHealth plugin() {
            return plugin;
        }

        /** Returns whether a post-processing hook sees elements without reasons. */
        boolean everyElement() {
            return everyElement;
        }

        /** What to have the hook do. */
        @FunctionalInterface
        interface Work<H> {
            void on(H hook) throws Exception;
        }

        /** Calls the hook unless its plugin is suspended; with the suspension goes all that the hook holds in memory. */
        @Nullable
        PluginTrouble call(PluginCaller caller, String role, Work<H> work) {
            H called = hook;
            if (called == null) {
                return PluginTrouble.suspended(plugin.plugin(), role, String.valueOf(plugin.suspended()));
            }
            PluginTrouble trouble =
                    caller.call(plugin, role, called.getClass().getClassLoader(), () -> work.on(called));
            if (plugin.suspended() != null) {
                hook = null;
            }
            return trouble;
        }
    }

    /**
     * Closes the post-processing hooks.
     *
     * @param caller calls them
     * @param role for reports
     * @return what went wrong
     */
    public List<PluginTrouble> close(PluginCaller caller, String role) {
        List<PluginTrouble> troubles = new ArrayList<>();
        for (Hook<PostProcessingHook> hook : postProcessing) {
            PluginTrouble trouble = hook.call(caller, role, PostProcessingHook::close);
            if (trouble != null) {
                troubles.add(trouble);
            }
        }
        return troubles;
    }
}
