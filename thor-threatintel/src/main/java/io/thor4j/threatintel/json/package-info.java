/**
 * JSON of remote sides: {@link io.thor4j.threatintel.json.JsonTree} reads it within limits and with every digit of its numbers,
 * {@link io.thor4j.threatintel.json.JsonText} writes it. Not exported.
 */
@NullMarked
package io.thor4j.threatintel.json;

import org.jspecify.annotations.NullMarked;
