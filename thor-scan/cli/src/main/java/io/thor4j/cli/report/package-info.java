/** {@code thor report} and {@code thor logconvert}: what becomes of logs. */
@NullMarked
package io.thor4j.cli.report;

import org.jspecify.annotations.NullMarked;
