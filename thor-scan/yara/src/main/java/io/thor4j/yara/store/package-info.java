/** Compiled rules as bytes. Entry types: {@link io.thor4j.yara.store.RuleWriter}, {@link io.thor4j.yara.store.RuleReader}. */
@NullMarked
package io.thor4j.yara.store;

import org.jspecify.annotations.NullMarked;
