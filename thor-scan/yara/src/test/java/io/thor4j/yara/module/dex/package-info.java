/** Tests of the module {@code dex}. */
@NullMarked
package io.thor4j.yara.module.dex;

import org.jspecify.annotations.NullMarked;
