/**
 * The YARA module {@code pe}: headers, sections, imports, exports, resources and signatures of Windows executables. Entry type: {@link
 * io.thor4j.yara.module.pe.PeModule}.
 */
@NullMarked
package io.thor4j.yara.module.pe;

import org.jspecify.annotations.NullMarked;
