/**
 * thor's vocabulary as types: what is scanned ({@link io.thor4j.core.Target}, {@link io.thor4j.core.Element}), what is found
 * ({@link io.thor4j.core.Reason}, {@link io.thor4j.core.Assessment}), what is said ({@link io.thor4j.core.Message}), how it ended
 * ({@link io.thor4j.core.Outcome}, {@link io.thor4j.core.CoverageLedger}) and what it may cost ({@link io.thor4j.core.Budget}).
 */
@NullMarked
package io.thor4j.core;

import org.jspecify.annotations.NullMarked;
