package io.thor4j.core.spi;

/** Takes what a plugin brings. Valid during {@link HookProvider#register} only, on its thread. */
public interface HookRegistry {
    /**
     * Adds YARA rules. They get a namespace of their own and see THOR's external variables; a rule that does not compile is left out and
     * reported. Rules whose only purpose is to trigger a hook have the meta {@code score = 0}.
     *
     * @param type what they are applied to
     * @param source their text
     * @throws IllegalArgumentException when the plugin's rules grow above {@link io.thor4j.core.Limit#PLUGIN_BYTES} in all
     */
    void yaraRules(YaraRuleType type, String source);

    /**
     * Adds a hook that is called for every element on which a rule with a tag matched: a YARA or Sigma rule of any origin.
     *
     * @param tag the tag, with its case
     * @param hook what to call
     */
    void ruleHook(String tag, RuleHook hook);

    /**
     * Adds a hook that sees elements after they were judged, before the outputs do.
     *
     * @param hook what to call
     */
    void postProcessingHook(PostProcessingHook hook);
}
