/**
 * JMH benchmarks of the engine's parts, run by {@code thor-scan/benchmarks/jmh}: filter, verification, regexes, conditions, reading and
 * hashing. Entry types: the classes whose names end in {@code Benchmark}; {@link io.thor4j.benchmarks.parts.PartRules} has their rules.
 */
@NullMarked
package io.thor4j.benchmarks.parts;

import org.jspecify.annotations.NullMarked;
