/**
 * How the clients of thor reach servers: an {@link io.thor4j.core.http.HttpTransport}, which by default is
 * {@link io.thor4j.core.http.ApacheTransport}, sends an {@link io.thor4j.core.http.HttpCall}, with {@link io.thor4j.core.http.TlsTrust} and
 * {@link io.thor4j.core.http.ProxySettings}; {@link io.thor4j.core.http.Retry} says how often they try. It needs Apache HttpClient 5, which
 * thor-core does not bring along.
 */
@NullMarked
package io.thor4j.core.http;

import org.jspecify.annotations.NullMarked;
