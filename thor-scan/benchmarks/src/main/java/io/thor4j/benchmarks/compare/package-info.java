/** Times YARA engines side by side on the same rules and files. Entry type: {@link io.thor4j.benchmarks.compare.Compare}. */
@NullMarked
package io.thor4j.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
