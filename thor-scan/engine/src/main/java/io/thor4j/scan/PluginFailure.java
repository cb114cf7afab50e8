package io.thor4j.scan;

import io.thor4j.core.spi.PluginInfo;

/**
 * What one plugin threw in one way, counted. Immutable.
 *
 * @param plugin which plugin: id, version and jar
 * @param role what it was doing, such as {@code detector} or {@code sink}
 * @param kind the simple class name of what it threw
 * @param message what it said the first time, empty when it said nothing
 * @param count how often it threw that
 */
public record PluginFailure(PluginInfo plugin, String role, String kind, String message, long count) {
    /** Returns one line for people. */
    @Override
    public String toString() {
        return role + " " + plugin + ": " + kind + (message.isEmpty() ? "" : ": " + message)
                + (count == 1 ? "" : " (" + count + " times)");
    }
}
