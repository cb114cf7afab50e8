/**
 * Clients that retrieve licences and packages: {@link io.thor4j.licensing.client.AsgardClient},
 * {@link io.thor4j.licensing.client.PortalClient} and {@link io.thor4j.licensing.client.PackageClient}, all over an
 * {@link io.thor4j.core.http.HttpTransport}, which by default is {@link io.thor4j.core.http.ApacheTransport}. What goes wrong
 * is a {@link io.thor4j.licensing.client.RetrievalException} of its own kind with a hint. They need HttpClient 5, an optional dependency.
 */
@NullMarked
package io.thor4j.licensing.client;

import org.jspecify.annotations.NullMarked;
