/** Tests of the module {@code magic}. */
@NullMarked
package io.thor4j.yara.module.magic;

import org.jspecify.annotations.NullMarked;
