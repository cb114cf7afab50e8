/**
 * Finds what there is to scan below a path: the walk in the order of names, what it leaves out and what it may not enter. Entry type:
 * {@link io.thor4j.core.walk.FileWalker}.
 */
@NullMarked
package io.thor4j.core.walk;

import org.jspecify.annotations.NullMarked;
