/**
 * A client for Thunderstorm servers, THOR's and ours: samples, results, status, collection markers (thunderstorm.md sections 1 to 6). It
 * needs no engine. Entry types: {@link io.thor4j.thunderstorm.client.ThunderstormClient} and {@link io.thor4j.thunderstorm.client.Sample}.
 */
@NullMarked
package io.thor4j.thunderstorm.client;

import org.jspecify.annotations.NullMarked;
