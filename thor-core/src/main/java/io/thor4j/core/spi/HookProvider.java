package io.thor4j.core.spi;

/** A plugin that brings rules and hooks: the powers of THOR 11's plugins (reference/thor-scanner.md section 7). */
public interface HookProvider extends PluginProvider {
    /**
     * Registers what the plugin brings; called once for each scanner that is built. What is thrown leaves the whole plugin out.
     *
     * @param config this plugin's options and logger
     * @param registry takes rules and hooks; valid during the call only
     */
    void register(PluginConfig config, HookRegistry registry);
}
