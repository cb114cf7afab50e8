/** The YARA module {@code vt}: what VirusTotal knows of a file. Entry type: {@link io.thor4j.yara.module.vt.VtModule}. */
@NullMarked
package io.thor4j.yara.module.vt;

import org.jspecify.annotations.NullMarked;
