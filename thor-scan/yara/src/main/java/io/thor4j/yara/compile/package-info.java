/** From syntax tree to resolved, typed rules. Entry type: {@link io.thor4j.yara.compile.RuleCompiler}. */
@NullMarked
package io.thor4j.yara.compile;

import org.jspecify.annotations.NullMarked;
