/**
 * Indicators of compromise as data: {@link io.thor4j.core.ioc.Ioc} is one, {@link io.thor4j.core.ioc.IocSet} holds millions of them
 * compactly and answers which of them a hash or a host is. Patterns over texts are compiled by the scanner.
 */
@NullMarked
package io.thor4j.core.ioc;

import org.jspecify.annotations.NullMarked;
