/**
 * Which files a scan looks into, and under which name they are shown. Entry types: {@link io.thor4j.scan.file.FileSelection} and
 * {@link io.thor4j.scan.file.PathMapping}.
 */
@NullMarked
package io.thor4j.scan.file;

import org.jspecify.annotations.NullMarked;
