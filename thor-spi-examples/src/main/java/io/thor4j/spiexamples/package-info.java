/** Worked examples of thor's SPI: each class is one plugin, small enough to read whole. */
@NullMarked
package io.thor4j.spiexamples;

import org.jspecify.annotations.NullMarked;
