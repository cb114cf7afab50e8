/** The {@code thor intel} commands; entry type {@link io.thor4j.cli.intel.IntelCommand}. */
@NullMarked
package io.thor4j.cli.intel;

import org.jspecify.annotations.NullMarked;
