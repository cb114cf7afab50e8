/** The YARA module {@code macho}: programs and libraries of macOS. Entry type: {@link io.thor4j.yara.module.macho.MachoModule}. */
@NullMarked
package io.thor4j.yara.module.macho;

import org.jspecify.annotations.NullMarked;
