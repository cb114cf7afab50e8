/**
 * Connections of the client and of updates: TLS, proxy, token, time limits. Entry types:
 * {@link io.thor4j.thunderstorm.transport.ConnectionSettings} and {@link io.thor4j.thunderstorm.transport.HttpTransport}.
 */
@NullMarked
package io.thor4j.thunderstorm.transport;

import org.jspecify.annotations.NullMarked;
