package io.thor4j.scan.plugin;

import io.thor4j.core.spi.PluginInfo;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong in one call of a plugin. Immutable.
 *
 * @param plugin which plugin
 * @param role what it was to do, such as {@code detector}
 * @param kind the simple class name of what it threw, or one of the constants here
 * @param message what it said, empty when it said nothing
 * @param limit when a limit ended the call: the outcome's detail, with the plugin's id; null when the plugin threw
 */
public record PluginTrouble(
        PluginInfo plugin,
        String role,
        String kind,
        String message,
        @Nullable String limit) {
    /** Kind: the call did not return in time. */
    public static final String HANG = "Hang";

    /** Kind: the call allocated too much. */
    public static final String ALLOCATION = "Allocation";

    /** Kind: the plugin was not called, because of what it did before. */
    public static final String SUSPENDED = "Suspended";

    private static final String SUSPENDED_DETAIL = "suspended plugin ";

    /** Tells whether there was not enough memory. */
    public boolean isOutOfMemory() {
        return kind.equals(OutOfMemoryError.class.getSimpleName());
    }

    static PluginTrouble suspended(PluginInfo plugin, String role, String reason) {
        return new PluginTrouble(plugin, role, SUSPENDED, reason, SUSPENDED_DETAIL + plugin.id());
    }

    /** Tells whether an outcome's detail says only that a plugin was not called, which was told when it was suspended. */
    public static boolean isSuspension(String detail) {
        return detail.startsWith(SUSPENDED_DETAIL);
    }
}
