/** Connections of the client and of updates: TLS, proxy, token, time limits. Entry type: {@link io.thor4j.thunderstorm.transport.ConnectionSettings}. */
@NullMarked
package io.thor4j.thunderstorm.transport;

import org.jspecify.annotations.NullMarked;
