/** One string of a rule: its automaton, its atoms, and how a match around an atom is verified. */
@NullMarked
package io.thor4j.yara.pattern;

import org.jspecify.annotations.NullMarked;
