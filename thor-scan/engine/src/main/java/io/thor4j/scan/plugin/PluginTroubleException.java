package io.thor4j.scan.plugin;

/** Carries what went wrong in a plugin's call through the interface of the plugin to {@link PluginGuard}. */
final class PluginTroubleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient PluginTrouble trouble;

    PluginTroubleException(PluginTrouble trouble) {
        super(trouble.message(), null, false, false);
        this.trouble = trouble;
    }

    PluginTrouble trouble() {
        return trouble;
    }
}
