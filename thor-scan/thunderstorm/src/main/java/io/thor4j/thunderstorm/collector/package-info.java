@NullMarked
package io.thor4j.thunderstorm.collector;

import org.jspecify.annotations.NullMarked;
