/** THOR's text log; the entry type is {@link io.thor4j.core.text.TextLogWriter}. */
@NullMarked
package io.thor4j.core.text;

import org.jspecify.annotations.NullMarked;
