/** Rule sets to measure with. Entry type: {@link io.thor4j.benchmarks.rules.RuleSet}. */
@NullMarked
package io.thor4j.benchmarks.rules;

import org.jspecify.annotations.NullMarked;
