/**
 * Strict JSON for the small records of this module: {@link io.thor4j.licensing.json.JsonRecord} reads one,
 * {@link io.thor4j.licensing.json.JsonText} writes one.
 */
@NullMarked
package io.thor4j.licensing.json;

import org.jspecify.annotations.NullMarked;
