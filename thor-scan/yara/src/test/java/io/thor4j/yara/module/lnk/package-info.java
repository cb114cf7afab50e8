/** Tests of the module {@code lnk}. */
@NullMarked
package io.thor4j.yara.module.lnk;

import org.jspecify.annotations.NullMarked;
