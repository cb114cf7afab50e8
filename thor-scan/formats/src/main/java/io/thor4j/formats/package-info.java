/** What all extractors share. */
@NullMarked
package io.thor4j.formats;

import org.jspecify.annotations.NullMarked;
