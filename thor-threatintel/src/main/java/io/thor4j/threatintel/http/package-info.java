/**
 * How the clients reach servers: an {@link io.thor4j.threatintel.http.HttpTransport}, by default
 * {@link io.thor4j.threatintel.http.ApacheTransport}, with {@link io.thor4j.threatintel.http.ProxySettings}; and how often they try, a
 * {@link io.thor4j.threatintel.http.Retry}.
 */
@NullMarked
package io.thor4j.threatintel.http;

import org.jspecify.annotations.NullMarked;
