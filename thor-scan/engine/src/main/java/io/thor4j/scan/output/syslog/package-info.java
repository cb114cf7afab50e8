/**
 * Events to syslog receivers over UDP, TCP and TLS; the entry type is {@link io.thor4j.scan.output.syslog.SyslogSink}. Receivers may be away
 * for a while: events wait in a bounded buffer on disk.
 */
@NullMarked
package io.thor4j.scan.output.syslog;

import org.jspecify.annotations.NullMarked;
