package io.thor4j.scan.output.syslog;

import io.thor4j.core.Assessment;
import io.thor4j.core.Message;
import io.thor4j.core.spi.OutputSink;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events to a syslog receiver, which may be away: events go to a buffer on disk, and a thread sends them from there, connecting again
 * with growing pauses. Over TCP and TLS an event leaves the buffer only when the receiver has read it; when a connection breaks, what is not
 * sure is sent again, so an event may arrive twice but is never lost. Over UDP nobody knows what arrives. When the process is killed, the next
 * sink with the same buffer and target sends what is left.
 *
 * <p>What finds no room in the buffer is thrown as {@link UncheckedIOException}, which a scan reports. Used by one thread at a time.
 */
public final class SyslogSink implements OutputSink {
    private static final Logger LOG = LoggerFactory.getLogger(SyslogSink.class);

    /** Pieces of the last event of the buffer that are waited for, in milliseconds. */
    private static final long CLOSE_STEP_MILLIS = 100;

    private final SyslogOptions options;
    private final Spool spool;
    private final SyslogSender sender;
    private final Path keptFile;
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong cut = new AtomicLong();
    private long kept;
    private boolean closed;

    /**
     * Makes the buffer and begins to send, first what an earlier sink kept, or left because its process died.
     *
     * @param options how
     * @throws IOException when nothing can be written to the buffer's folder
     */
    public SyslogSink(SyslogOptions options) throws IOException {
        this.options = options;
        String name = "thor-syslog-"
                + options.target().toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]", "-");
        this.spool = new Spool(options.buffer(), name, options.bufferBytes());
        events.set(spool.appended());
        this.keptFile = options.buffer().resolve(name + ".undelivered");
        takeKept();
        this.sender = new SyslogSender(options, spool);
        sender.start();
    }

    /* The old file goes only when all of it is in the buffer. */
    private void takeKept() throws IOException {
        Path taken = keptFile.resolveSibling(keptFile.getFileName() + ".taken");
        if (Files.exists(keptFile) && !Files.exists(taken)) {
            Files.move(keptFile, taken);
        }
        if (!Files.exists(taken)) {
            return;
        }
        try (BufferedReader lines = Files.newBufferedReader(taken, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                events.incrementAndGet();
                spool.appendLeft(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        Files.delete(taken);
    }

    @Override
    public void accept(Assessment assessment) {
        send(options.format().line(assessment));
    }

    @Override
    public void accept(Message message) {
        send(options.format().line(message));
    }

    private void send(@Nullable String line) {
        if (line == null) {
            return;
        }
        events.incrementAndGet();
        byte[] bytes = cut(line.getBytes(StandardCharsets.UTF_8));
        boolean datagram = options.target().protocol() == SyslogTarget.Protocol.UDP;
        if (datagram && bytes.length > DatagramCarrier.MAX_BYTES) {
            lost.incrementAndGet();
            throw new UncheckedIOException(new IOException("an event is too long for a datagram"));
        }
        try {
            if (spool.append(bytes)) {
                return;
            }
        } catch (IOException e) {
            lost.incrementAndGet();
            throw new UncheckedIOException(e);
        }
        lost.incrementAndGet();
        throw new UncheckedIOException(new IOException(
                "the buffer for " + options.target() + " is full: " + options.bufferBytes() + " bytes"));
    }

    /* At the end of a character, as RFC 5424 section 6.1 asks. */
    private byte[] cut(byte[] line) {
        int most = options.maxBytes();
        boolean json = switch (options.target().type()) {
            case JSON, SYSLOGJSON -> true;
            default -> false;
        };
        if (most == 0 || json || line.length <= most) {
            return line;
        }
        int end = most;
        while (end > 0 && (line[end] & 0xC0) == 0x80) {
            end--;
        }
        cut.incrementAndGet();
        byte[] begin = new byte[end];
        System.arraycopy(line, 0, begin, 0, end);
        return begin;
    }

    /** Returns what became of the events so far. */
    public synchronized SyslogDelivery delivery() {
        return new SyslogDelivery(
                options.target(),
                events.get(),
                spool.confirmed(),
                sender.repeated(),
                sender.refused(),
                sender.connections(),
                cut.get(),
                lost.get(),
                kept);
    }

    /**
     * Waits until everything is delivered, as long as the patience lasts; what then is left is kept on disk.
     *
     * @throws UncheckedIOException when something is left, with where it is
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        sender.finish(options.patience().toMillis(), CLOSE_STEP_MILLIS);
        try {
            long left = spool.appended() - spool.confirmed();
            if (left > 0) {
                spool.keep(keptFile);
            }
            synchronized (this) {
                kept = left;
            }
            spool.close();
            if (left > 0) {
                throw new IOException(left + " events could not be delivered to " + options.target()
                        + ", they are kept in " + keptFile + " for the next scan with the same buffer");
            }
        } catch (IOException e) {
            LOG.debug("syslog to {} ended", options.target(), e);
            throw new UncheckedIOException(e);
        }
    }
}
