/** What a scan of a sample is answered with, in both forms of Thunderstorm. Entry type {@link ScanAnswer}. */
@NullMarked
package io.thor4j.thunderstorm.server.result;

import org.jspecify.annotations.NullMarked;
