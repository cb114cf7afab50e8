/**
 * Worked examples of thor's SPI, each small enough to read whole: {@link io.thor4j.spiexamples.DisguisedExecutableProvider} for a detector,
 * {@link io.thor4j.spiexamples.LevelCountProvider} for an output, {@link io.thor4j.spiexamples.ParcelProvider} for a parser of a file format
 * with rules and hooks of its own, {@link io.thor4j.spiexamples.WebhookProvider} for post-processing. The jar works on the class path, on the module path, and dropped into a
 * folder that {@link io.thor4j.core.spi.PluginDirectory} opens.
 */
@NullMarked
package io.thor4j.spiexamples;

import org.jspecify.annotations.NullMarked;
