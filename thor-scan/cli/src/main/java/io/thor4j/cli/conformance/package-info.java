/** The hidden command {@code thor yara conformance}: holds the engine against recorded answers of libyara. Entry: {@link ConformanceCommand}. */
@NullMarked
package io.thor4j.cli.conformance;

import org.jspecify.annotations.NullMarked;
