/**
 * The issuing side of ASGARD and the customer portal: {@link io.thor4j.licensing.service.LicenseService} issues from
 * {@link io.thor4j.licensing.service.Contract}s with quotas that lie in a {@link io.thor4j.licensing.service.LicenseStore}, and
 * {@link io.thor4j.licensing.service.LicenseServer} answers the calls of {@link io.thor4j.licensing.client}. The store needs a JDBC driver
 * (SQLite or PostgreSQL) and the server Jetty, which are optional dependencies.
 *
 * <p>The store knows hosts by their hashes only: names are hashed when a request is read, and never kept.
 */
@NullMarked
package io.thor4j.licensing.service;

import org.jspecify.annotations.NullMarked;
