/** Files that are there whole or not at all: {@link io.thor4j.licensing.disk.AtomicFile}. */
@NullMarked
package io.thor4j.licensing.disk;

import org.jspecify.annotations.NullMarked;
