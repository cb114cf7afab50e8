/**
 * THOR's JSON logs; the entry types are {@link io.thor4j.core.json.JsonLogWriter} for version 3, {@link io.thor4j.core.json.JsonV2Writer}
 * and {@link io.thor4j.core.json.JsonV1Writer} for the older ones, and {@link io.thor4j.core.json.JsonLogReader} for reading version 3.
 */
@NullMarked
package io.thor4j.core.json;

import org.jspecify.annotations.NullMarked;
