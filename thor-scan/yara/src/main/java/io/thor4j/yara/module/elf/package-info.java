/** The YARA module {@code elf}: programs and libraries of Linux and its relatives. Entry type: {@link io.thor4j.yara.module.elf.ElfModule}. */
@NullMarked
package io.thor4j.yara.module.elf;

import org.jspecify.annotations.NullMarked;
