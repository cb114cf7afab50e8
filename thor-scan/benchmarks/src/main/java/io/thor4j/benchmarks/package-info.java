/**
 * Measurements. {@link io.thor4j.benchmarks.IocBenchmark} is run by JMH ({@code java -cp ... org.openjdk.jmh.Main IocBenchmark});
 * {@link io.thor4j.benchmarks.IocScale} records heap and build time of large sets, {@link io.thor4j.benchmarks.FeedYear} a year of a large
 * feed.
 */
@NullMarked
package io.thor4j.benchmarks;

import org.jspecify.annotations.NullMarked;
