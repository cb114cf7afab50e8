/** Searching all patterns of a rule set at once. Entry types: {@link io.thor4j.yara.scan.PatternSet}, {@link io.thor4j.yara.scan.PatternSearcher}. */
@NullMarked
package io.thor4j.yara.scan;

import org.jspecify.annotations.NullMarked;
