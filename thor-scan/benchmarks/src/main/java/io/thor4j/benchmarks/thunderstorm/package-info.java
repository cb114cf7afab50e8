/**
 * Loads the Thunderstorm service from a second process. Entry types: {@link io.thor4j.benchmarks.thunderstorm.ServiceLoad}, and for the
 * command line {@link io.thor4j.benchmarks.thunderstorm.LoadCommand}.
 */
@NullMarked
package io.thor4j.benchmarks.thunderstorm;

import org.jspecify.annotations.NullMarked;
