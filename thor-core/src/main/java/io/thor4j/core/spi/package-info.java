/**
 * The interfaces that plugins implement, and {@link io.thor4j.core.spi.PluginLoader}, which finds them. A provider is listed in
 * {@code META-INF/services} and, in a module, in a {@code provides} clause.
 */
@NullMarked
package io.thor4j.core.spi;

import org.jspecify.annotations.NullMarked;
