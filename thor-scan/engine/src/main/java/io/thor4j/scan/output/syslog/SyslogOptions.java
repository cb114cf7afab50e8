package io.thor4j.scan.output.syslog;

import io.thor4j.scan.output.LineFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How events are sent to a receiver. Immutable.
 *
 * @param target the receiver
 * @param format makes the messages
 * @param buffer the folder of the buffer; what could not be delivered is kept there, and sent by the next sink with the same folder and
 *     target before anything else, also when the process was killed
 * @param bufferBytes the bytes of messages that wait, at most; more are lost, and counted
 * @param maxBytes the bytes of a message, at most; longer ones are cut. 0 for no limit; JSON is never cut
 * @param octetCounting whether messages over connections have their length before them (RFC 6587 section 3.4.1) instead of a line feed after
 *     them
 * @param tls for encrypted connections: whom to trust, and who this side is; null for the system's authorities
 * @param verifyHost whether the certificate must be for the target's host
 * @param patience how long the end of the sink waits for a receiver that does not take events
 */
public record SyslogOptions(
        SyslogTarget target,
        LineFormat format,
        Path buffer,
        long bufferBytes,
        int maxBytes,
        boolean octetCounting,
        @Nullable SSLContext tls,
        boolean verifyHost,
        Duration patience) {
    /** 64 MiB; ours: some 100,000 events. */
    public static final long DEFAULT_BUFFER_BYTES = 64L << 20;

    /** THOR's {@code --maxsysloglength}, in bytes. */
    public static final int DEFAULT_MAX_BYTES = 2048;

    /** Ours. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(10);

    /** Checks the limits. */
    public SyslogOptions {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(buffer, "buffer");
        if (bufferBytes < 1 || maxBytes < 0 || (maxBytes > 0 && maxBytes < 64)) {
            throw new IllegalArgumentException("the buffer needs 1 byte, a message 64");
        }
        if (patience.isNegative()) {
            throw new IllegalArgumentException("a patience of " + patience);
        }
    }

    /**
     * Returns THOR's and the standards' defaults for a target: datagrams of 2048 bytes, connections without a limit, because nothing there
     * demands one; lengths before messages over TLS (RFC 5425), line feeds over TCP, which all receivers take.
     *
     * @param target the receiver
     * @param format makes the messages
     * @param buffer the folder of the buffer
     */
    public static SyslogOptions of(SyslogTarget target, LineFormat format, Path buffer) {
        return new SyslogOptions(
                target,
                format,
                buffer,
                DEFAULT_BUFFER_BYTES,
                target.protocol() == SyslogTarget.Protocol.UDP ? DEFAULT_MAX_BYTES : 0,
                target.protocol() == SyslogTarget.Protocol.TLS,
                null,
                true,
                DEFAULT_PATIENCE);
    }
}
