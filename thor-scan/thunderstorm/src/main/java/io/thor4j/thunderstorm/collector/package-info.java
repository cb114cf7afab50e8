/**
 * Sends the files of this machine to a Thunderstorm server, with the selection of the vendor's collector in Go (thunderstorm.md section
 * 5). It needs no engine. Entry types: {@link io.thor4j.thunderstorm.collector.Collector} and
 * {@link io.thor4j.thunderstorm.collector.CollectorSettings}.
 */
@NullMarked
package io.thor4j.thunderstorm.collector;

import org.jspecify.annotations.NullMarked;
