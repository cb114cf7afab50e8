/**
 * Coverage-guided fuzzing with Jazzer (https://github.com/CodeIntelligenceTesting/jazzer): one class for each thing that reads bytes which nobody
 * vouches for. Found by it are exceptions other than the documented ones, inputs that take longer than their deadline, and memory that grows.
 *
 * <p>A normal build runs each class over its seeds: those of its {@code seeds()} method and the files in
 * {@code src/test/resources/io/thor4j/yara/fuzz/<class>Inputs}, which are what fuzzing found and what was repaired.
 *
 * <p>Real fuzzing, ten minutes for each class, one after another, each in a JVM of 512 MB:
 *
 * <pre>
 * mvn -Dquick -Psoak -pl thor-scan/yara -am -Dtest='*FuzzTest' -Dsurefire.failIfNoSpecifiedTests=false test
 *   -Dfuzz.duration=30s        another time for each class
 *   -Dtest=PeFuzzTest          one class only
 * </pre>
 *
 * Corpora, and the inputs that failed ({@code crash-...}, {@code timeout-...}, {@code oom-...}), are left in
 * {@code thor-scan/yara/target/quick/fuzz}; the next run begins with the corpora. An input that failed goes into the folder named above, under a name
 * that tells what was wrong, with the repair.
 *
 * <p>{@link io.thor4j.yara.fuzz.FileMutationTest} is the counterpart that knows the formats: it damages whole files of known kinds on purpose.
 */
@NullMarked
package io.thor4j.yara.fuzz;

import org.jspecify.annotations.NullMarked;
