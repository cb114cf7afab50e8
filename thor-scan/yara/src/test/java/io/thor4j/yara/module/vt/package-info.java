/** Tests of the module {@code vt}. */
@NullMarked
package io.thor4j.yara.module.vt;

import org.jspecify.annotations.NullMarked;
