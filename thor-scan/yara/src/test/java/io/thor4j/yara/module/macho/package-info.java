/** Tests of the module {@code macho}, and the files that they and others read. */
@NullMarked
package io.thor4j.yara.module.macho;

import org.jspecify.annotations.NullMarked;
