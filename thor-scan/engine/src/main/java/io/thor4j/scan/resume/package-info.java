/** Keeps on disk how far a scan came. Entry types: {@link io.thor4j.scan.resume.StateFile} and {@link io.thor4j.scan.resume.ScanState}. */
@NullMarked
package io.thor4j.scan.resume;

import org.jspecify.annotations.NullMarked;
