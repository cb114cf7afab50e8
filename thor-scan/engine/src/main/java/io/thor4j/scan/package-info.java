/** Scans targets with a signature set and hands scored assessments to sinks. */
@NullMarked
package io.thor4j.scan;

import org.jspecify.annotations.NullMarked;
