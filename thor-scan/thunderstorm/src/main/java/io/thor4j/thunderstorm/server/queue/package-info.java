/** Samples that wait on disk, and what became of them, kept over restarts and kills. Entry type {@link SampleQueue}. */
@NullMarked
package io.thor4j.thunderstorm.server.queue;

import org.jspecify.annotations.NullMarked;
