package io.thor4j.scan;

import io.thor4j.core.spi.PluginInfo;

/**
 * What went wrong in one plugin in one way, counted. Immutable.
 *
 * @param plugin which plugin: id, version and jar
 * @param role what it was doing, such as {@code detector} or {@code sink}
 * @param kind the simple class name of what it threw; {@code Hang} when a call did not return in time, {@code Allocation} when one
 *     allocated too much, {@code Suspended} for the calls that were not made because of that
 * @param message what it said the first time, empty when it said nothing
 * @param count how often that happened
 */
public record PluginFailure(PluginInfo plugin, String role, String kind, String message, long count) {
    /** Returns one line for people. */
    @Override
    public String toString() {
        return role + " " + plugin + ": " + kind + (message.isEmpty() ? "" : ": " + message)
                + (count == 1 ? "" : " (" + count + " times)");
    }
}
