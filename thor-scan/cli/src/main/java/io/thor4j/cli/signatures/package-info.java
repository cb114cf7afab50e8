/** The options and commands for signature sets: {@link io.thor4j.cli.signatures.SignaturesCommand} is the tree of commands. */
@NullMarked
package io.thor4j.cli.signatures;

import org.jspecify.annotations.NullMarked;
