/** {@code thor update}: installs signature packs, and makes them. */
@NullMarked
package io.thor4j.cli.update;

import org.jspecify.annotations.NullMarked;
