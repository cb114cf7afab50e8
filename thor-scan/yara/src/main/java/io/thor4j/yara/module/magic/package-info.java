/** The YARA module {@code magic}: what kind of file this is. Entry type: {@link io.thor4j.yara.module.magic.MagicModule}. */
@NullMarked
package io.thor4j.yara.module.magic;

import org.jspecify.annotations.NullMarked;
