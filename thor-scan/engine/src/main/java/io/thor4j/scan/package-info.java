/**
 * Scans targets with YARA rules and plugins and hands scored assessments to sinks. Entry types: {@link io.thor4j.scan.ThorScanner} and
 * {@link io.thor4j.scan.RuleFolder}; {@link io.thor4j.scan.ScanReport} is what a scan brings.
 */
@NullMarked
package io.thor4j.scan;

import org.jspecify.annotations.NullMarked;
