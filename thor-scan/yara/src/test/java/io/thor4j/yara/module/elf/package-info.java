/** Tests of the module {@code elf}, and the files that they and others read. */
@NullMarked
package io.thor4j.yara.module.elf;

import org.jspecify.annotations.NullMarked;
