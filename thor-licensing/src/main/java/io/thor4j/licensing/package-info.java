/**
 * Licences for two kinds of user. Who has to obtain and manage THOR's licences: {@link io.thor4j.licensing.host} for host hashes,
 * {@link io.thor4j.licensing.file} for licence files, {@link io.thor4j.licensing.client} to retrieve them. Who embeds thor and licenses an
 * own product: {@link io.thor4j.licensing.own} for the format, {@link io.thor4j.licensing.service} to issue, and in this package
 * {@link io.thor4j.licensing.RequireValid}, the gate for the engine. {@link io.thor4j.core.Secret} keeps tokens out of logs.
 */
@NullMarked
package io.thor4j.licensing;

import org.jspecify.annotations.NullMarked;
