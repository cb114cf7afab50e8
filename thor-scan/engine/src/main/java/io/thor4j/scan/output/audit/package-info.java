/** The trail of everything that was scanned; the entry type is {@link io.thor4j.scan.output.audit.AuditTrail}. */
@NullMarked
package io.thor4j.scan.output.audit;

import org.jspecify.annotations.NullMarked;
