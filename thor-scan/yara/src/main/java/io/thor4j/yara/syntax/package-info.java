/** From rule text to syntax tree. Entry type: {@link io.thor4j.yara.syntax.RuleParser}. */
@NullMarked
package io.thor4j.yara.syntax;

import org.jspecify.annotations.NullMarked;
