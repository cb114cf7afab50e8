/** The YARA module {@code lnk}: Windows shortcuts. Entry type: {@link io.thor4j.yara.module.lnk.LnkModule}. */
@NullMarked
package io.thor4j.yara.module.lnk;

import org.jspecify.annotations.NullMarked;
