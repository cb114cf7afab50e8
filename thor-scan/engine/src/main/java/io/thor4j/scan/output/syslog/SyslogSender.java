package io.thor4j.scan.output.syslog;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that takes messages from the buffer to the receiver. Its other methods may be shared by threads. */
final class SyslogSender {
    private static final Logger LOG = LoggerFactory.getLogger(SyslogSender.class);

    /** Messages of one write; ours. */
    private static final int BATCH = 50;

    /** Messages after which a connection is ended to learn that they were read; ours: so many may arrive twice. */
    private static final int WINDOW = 1_000;

    /** Pauses before the next try to connect, in milliseconds, doubled each time; ours. */
    private static final long FIRST_PAUSE = 100;

    private static final long LONGEST_PAUSE = 10_000;
    private static final long IDLE_MILLIS = 1_000;

    private final SyslogOptions options;
    private final Spool spool;
    private final Thread thread;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Object pauses = new Object();
    private volatile @Nullable Carrier carrier;
    private volatile boolean finishing;
    private volatile boolean givenUp;
    private final AtomicLong repeated = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();
    private int unconfirmed;
    private long pause = FIRST_PAUSE;

    SyslogSender(SyslogOptions options, Spool spool) {
        this.options = options;
        this.spool = spool;
        this.thread = new Thread(this::run, "thor-syslog-" + options.target());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    long repeated() {
        return repeated.get();
    }

    long refused() {
        return refused.get();
    }

    long connections() {
        return connections.get();
    }

    /** Sends what is left and ends, at the latest after some time. */
    void finish(long patienceMillis, long stepMillis) {
        finishing = true;
        spool.wake();
        synchronized (pauses) {
            pauses.notifyAll();
        }
        boolean interrupted = false;
        try {
            if (!ended.await(patienceMillis, TimeUnit.MILLISECONDS)) {
                giveUp();
                if (!ended.await(stepMillis * 10, TimeUnit.MILLISECONDS)) {
                    LOG.warn("the sender to {} does not end", options.target());
                }
            }
        } catch (InterruptedException e) {
            interrupted = true;
            giveUp();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void giveUp() {
        givenUp = true;
        Carrier open = carrier;
        if (open != null) {
            open.close();
        }
        synchronized (pauses) {
            pauses.notifyAll();
        }
        spool.wake();
    }

    private void run() {
        try {
            while (!givenUp && !(finishing && spool.isRead() && unconfirmed == 0)) {
                step();
            }
        } catch (InterruptedException e) {
            LOG.debug("the sender to {} was interrupted", options.target());
        } finally {
            Carrier open = carrier;
            if (open != null) {
                open.close();
            }
            ended.countDown();
        }
    }

    private void step() throws InterruptedException {
        try {
            if (spool.isRead() && !finishing) {
                spool.await(IDLE_MILLIS);
                return;
            }
            Carrier open = carrier;
            if (open == null) {
                open = connect();
                carrier = open;
                connections.incrementAndGet();
            }
            List<byte[]> messages = spool.next(BATCH);
            if (!messages.isEmpty()) {
                send(open, messages);
            }
            if (unconfirmed >= WINDOW || (finishing && spool.isRead())) {
                confirm(open);
            }
            pause = FIRST_PAUSE;
        } catch (IOException e) {
            LOG.debug("{} takes no events", options.target(), e);
            broken();
        }
    }

    private Carrier connect() throws IOException {
        if (isDatagram()) {
            return DatagramCarrier.open(options.target());
        }
        return StreamCarrier.connect(options.target(), factory(), options.verifyHost(), options.octetCounting());
    }

    private @Nullable SSLSocketFactory factory() {
        if (options.target().protocol() != SyslogTarget.Protocol.TLS) {
            return null;
        }
        SSLContext context = options.tls();
        return context == null ? (SSLSocketFactory) SSLSocketFactory.getDefault() : context.getSocketFactory();
    }

    private boolean isDatagram() {
        return options.target().protocol() == SyslogTarget.Protocol.UDP;
    }

    private void send(Carrier open, List<byte[]> messages) throws IOException {
        int sent = open.send(messages);
        if (isDatagram()) {
            /* What was sent is as sure as it will ever be. */
            spool.confirmOf(sent, messages.size());
            if (sent < messages.size()) {
                refused.incrementAndGet();
                throw new IOException("refused");
            }
            return;
        }
        unconfirmed += sent;
    }

    /*
     * The receiver has read everything when it ends the connection after this side did. Had it been about to stop by itself, its end could
     * have come first and have looked the same; then it would take no new connection. So only that one proves it.
     */
    private void confirm(Carrier open) throws IOException {
        if (isDatagram()) {
            return;
        }
        carrier = null;
        open.finish();
        Carrier next = connect();
        spool.confirm();
        unconfirmed = 0;
        carrier = next;
    }

    @SuppressWarnings("WaitNotInLoop") // a pause that ends early is one try more
    private void broken() throws InterruptedException {
        Carrier open = carrier;
        if (open != null) {
            open.close();
        }
        carrier = null;
        try {
            spool.rewind();
            repeated.addAndGet(unconfirmed);
            unconfirmed = 0;
        } catch (IOException e) {
            LOG.error("the buffer for {} cannot be read", options.target(), e);
            givenUp = true;
        }
        synchronized (pauses) {
            if (!givenUp) {
                pauses.wait(finishing ? FIRST_PAUSE : pause);
            }
        }
        pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
}
