/** The {@code thor} command and its subcommands. */
@NullMarked
package io.thor4j.cli;

import org.jspecify.annotations.NullMarked;
