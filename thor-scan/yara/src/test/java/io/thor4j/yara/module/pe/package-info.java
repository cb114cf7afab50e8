/** Tests of the module pe. */
@NullMarked
package io.thor4j.yara.module.pe;

import org.jspecify.annotations.NullMarked;
