/**
 * Runs code that is not the engine's so that it costs only itself. Entry types: {@link io.thor4j.scan.plugin.PluginGuard}, the one place
 * where such code is called and what it throws is caught, and {@link io.thor4j.scan.plugin.PluginCaller}, which calls plugins on threads
 * that can be abandoned. Not exported.
 *
 * <p>What one JVM cannot hold back: code that ends the process, fills the heap with objects that its own static fields keep, takes native
 * memory, starts threads of its own, or changes the bytes of a content that it was given to read. Who must be safe from that scans in a
 * process of its own.
 */
@NullMarked
package io.thor4j.scan.plugin;

import org.jspecify.annotations.NullMarked;
