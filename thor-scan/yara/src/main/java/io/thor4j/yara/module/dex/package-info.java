/** The YARA module {@code dex}: Dalvik executables. Entry type: {@link io.thor4j.yara.module.dex.DexModule}. */
@NullMarked
package io.thor4j.yara.module.dex;

import org.jspecify.annotations.NullMarked;
