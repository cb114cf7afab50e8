/** The modes of a scan, which are rows of one table. Entry type: {@link io.thor4j.scan.mode.ScanMode}. */
@NullMarked
package io.thor4j.scan.mode;

import org.jspecify.annotations.NullMarked;
