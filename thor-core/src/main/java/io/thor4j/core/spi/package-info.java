/** The interfaces that plugins implement. */
@NullMarked
package io.thor4j.core.spi;

import org.jspecify.annotations.NullMarked;
