/** The resolved form of rules and its evaluation. Entry types: {@link io.thor4j.yara.eval.RuleProgram}, {@link io.thor4j.yara.eval.RuleEvaluator}. */
@NullMarked
package io.thor4j.yara.eval;

import org.jspecify.annotations.NullMarked;
