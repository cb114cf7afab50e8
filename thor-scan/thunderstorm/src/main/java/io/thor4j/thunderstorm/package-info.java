/** What server, client and collector share. */
@NullMarked
package io.thor4j.thunderstorm;

import org.jspecify.annotations.NullMarked;
