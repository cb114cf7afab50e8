/** The Thunderstorm service. Entry type {@link ThunderstormServer}. */
@NullMarked
package io.thor4j.thunderstorm.server;

import org.jspecify.annotations.NullMarked;
