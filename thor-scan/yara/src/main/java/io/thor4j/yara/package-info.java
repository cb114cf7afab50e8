/**
 * Compiles YARA rules and scans bytes with them. Entry types: {@link io.thor4j.yara.YaraRules} and {@link io.thor4j.yara.YaraScanner};
 * {@link io.thor4j.yara.ThorYaraEngine} is the same behind the interface that all of thor's YARA engines have.
 */
@NullMarked
package io.thor4j.yara;

import org.jspecify.annotations.NullMarked;
