/**
 * What leaves the store: {@link io.thor4j.threatintel.export.ActiveIocs} for the scanner, {@link io.thor4j.threatintel.export.IndicatorExporter}
 * for files.
 */
@NullMarked
package io.thor4j.threatintel.export;

import org.jspecify.annotations.NullMarked;
