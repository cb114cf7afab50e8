/** What a YARA module implements. Entry type: {@link io.thor4j.yara.spi.YaraModule}. */
@NullMarked
package io.thor4j.yara.spi;

import org.jspecify.annotations.NullMarked;
