/** The commands below {@code thor yara}: compile, check and scan. Entry: {@link YaraCommand}. */
@NullMarked
package io.thor4j.cli.yara;

import org.jspecify.annotations.NullMarked;
