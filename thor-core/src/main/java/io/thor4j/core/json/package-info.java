/** THOR's JSON log, version 3; the entry type is {@link io.thor4j.core.json.JsonLogWriter}. */
@NullMarked
package io.thor4j.core.json;

import org.jspecify.annotations.NullMarked;
