@NullMarked
package io.thor4j.thunderstorm.update;

import org.jspecify.annotations.NullMarked;
