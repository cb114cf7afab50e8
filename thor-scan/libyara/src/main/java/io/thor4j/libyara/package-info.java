/**
 * Compiles and runs YARA rules with the libyara of this system. Entry type: {@link io.thor4j.libyara.LibyaraEngine}, which is found as the
 * engine {@code libyara}.
 */
@NullMarked
package io.thor4j.libyara;

import org.jspecify.annotations.NullMarked;
