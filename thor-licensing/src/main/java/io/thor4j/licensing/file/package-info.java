/**
 * Licence files on disk: {@link io.thor4j.licensing.file.LicenseKind} tells what a file is, {@link io.thor4j.licensing.file.LicenseSearch}
 * finds the first valid one in THOR's order, {@link io.thor4j.licensing.file.LicenseCheck#line} says it in THOR's words, and
 * {@link io.thor4j.licensing.file.LicenseFolder} stores.
 */
@NullMarked
package io.thor4j.licensing.file;

import org.jspecify.annotations.NullMarked;
