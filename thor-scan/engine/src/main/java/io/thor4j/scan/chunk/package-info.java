/**
 * Reads files of any size as windows that overlap by half, and tells what of a window's matches is new. Entry types:
 * {@link io.thor4j.scan.chunk.WindowReader} and {@link io.thor4j.scan.chunk.SeenMatches}.
 */
@NullMarked
package io.thor4j.scan.chunk;

import org.jspecify.annotations.NullMarked;
