/** The commands that send files to a Thunderstorm server: {@code thor collect} and {@code thor submit}. */
@NullMarked
package io.thor4j.cli.collect;

import org.jspecify.annotations.NullMarked;
