/**
 * Logs of THOR and of this scanner, read back into events: text, key/value and JSON of versions 1 to 3. The entry type is
 * {@link io.thor4j.scan.output.log.LogReader}.
 */
@NullMarked
package io.thor4j.scan.output.log;

import org.jspecify.annotations.NullMarked;
