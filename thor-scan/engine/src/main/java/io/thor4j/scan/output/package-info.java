/**
 * Where events go, and how they look there: {@link io.thor4j.scan.output.LineFormat} for logs that are written line by line (with
 * {@link io.thor4j.scan.LineLogSink}), {@link io.thor4j.scan.output.CsvFilesSink}, {@link io.thor4j.scan.output.StatsCsvSink} and
 * {@link io.thor4j.scan.output.SarifSink} for what is one document, {@link io.thor4j.scan.output.EventFilter} for less of it.
 */
@NullMarked
package io.thor4j.scan.output;

import org.jspecify.annotations.NullMarked;
