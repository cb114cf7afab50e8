/**
 * Indicators at work: {@link io.thor4j.scan.ioc.IocMatcher} judges single values with any number of sets,
 * {@link io.thor4j.scan.ioc.IocDetector} the elements of a scan; {@link io.thor4j.scan.ioc.IocFileReader} reads the file formats.
 */
@NullMarked
package io.thor4j.scan.ioc;

import org.jspecify.annotations.NullMarked;
