/**
 * The {@code thor intel} and {@code thor cloud} commands; entry types {@link io.thor4j.cli.intel.IntelCommand} and
 * {@link io.thor4j.cli.intel.CloudCommand}.
 */
@NullMarked
package io.thor4j.cli.intel;

import org.jspecify.annotations.NullMarked;
