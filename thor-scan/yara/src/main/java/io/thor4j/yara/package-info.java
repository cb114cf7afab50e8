/** Compiles YARA rules and scans bytes with them. Entry types: {@link io.thor4j.yara.YaraRules} and {@link io.thor4j.yara.YaraScanner}. */
@NullMarked
package io.thor4j.yara;

import org.jspecify.annotations.NullMarked;
