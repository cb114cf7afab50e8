/**
 * Coverage-guided fuzzing of every reader with Jazzer: one class for each. Found by it are exceptions that escape, containers that take too
 * long, and memory that grows.
 *
 * <p>A normal build runs each class over its seeds. Real fuzzing, ten minutes for each class, each in a JVM of 512 MB:
 *
 * <pre>
 * mvn -Dquick -Psoak -pl thor-scan/formats -am -Dtest='*FuzzTest' -Dsurefire.failIfNoSpecifiedTests=false test
 *   -Dfuzz.duration=30s        another time for each class
 *   -Dtest=ZipFuzzTest         one class only
 * </pre>
 *
 * <p>{@link io.thor4j.formats.fuzz.MutationTest} damages whole containers on purpose.
 */
@NullMarked
package io.thor4j.formats.fuzz;

import org.jspecify.annotations.NullMarked;
