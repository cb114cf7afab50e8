/** {@code thor thunderstorm}. */
@NullMarked
package io.thor4j.cli.thunderstorm;

import org.jspecify.annotations.NullMarked;
