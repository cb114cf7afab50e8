package io.thor4j.thunderstorm.server;

import com.sun.management.OperatingSystemMXBean;
import io.thor4j.core.LicensedUse;
import io.thor4j.core.ThorException;
import io.thor4j.scan.ThorScanner;
import io.thor4j.thunderstorm.server.queue.QueueSettings;
import io.thor4j.thunderstorm.server.queue.SampleQueue;
import io.thor4j.thunderstorm.server.upload.SpaceLimits;
import io.thor4j.thunderstorm.server.upload.UploadPace;
import io.thor4j.thunderstorm.web.WebPage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Thunderstorm service: takes samples over HTTP, scans them, and answers as THOR Thunderstorm does, so that its clients and collectors
 * work unchanged (thunderstorm.md). {@code /api/*} answers in the form of THOR 10, {@code /api/v1/*} in that of THOR 11. Threads may share
 * it.
 *
 * <pre>{@code
 * try (ThunderstormServer server = ThunderstormServer.builder(scanner).queueFolder(Path.of("queue")).start()) {
 *     server.join();
 * }
 * }</pre>
 *
 * <p>A sample that was sent with {@code checkAsync} is on the disk before its receipt is given, and has exactly one result, whatever happens
 * to the process. Beside THOR's operations there are {@code /metrics} for Prometheus, {@code /health/live} and {@code /health/ready}.
 */
public final class ThunderstormServer implements AutoCloseable {
    /** THOR's port (thunderstorm.md section 7). */
    public static final int PORT = 8080;

    private static final Logger LOG = LoggerFactory.getLogger(ThunderstormServer.class);
    private static final String ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int ID_LENGTH = 11;
    private static final long HOUSE_SECONDS = 15;
    private static final long HISTORY_SECONDS = 60;
    private static final long QUEUE_WARN_PAUSE_SECONDS = 60;

    private final Service service;
    private final Server server;
    private final ServerConnector connector;
    private final ConnectionWatch connections;
    private final boolean tls;
    private final @Nullable AccessLog accessLog;
    private final ScheduledExecutorService houseKeeper;
    private final long queueWarning;
    private long lastWarning;
    private boolean closed;

    ThunderstormServer(ThunderstormBuilder builder) throws IOException {
        ThorScanner scanner = builder.scanner;
        builder.license.require(LicensedUse.SERVICE);
        if (!builder.openToNetwork && !builder.isProtected() && !isLoopback(builder.host)) {
            throw new ServerException(
                    "whoever reaches " + builder.host + " could send samples and read findings",
                    "set tokens or a client authority, or allow it",
                    null);
        }
        Files.createDirectories(builder.queueFolder);
        Statistics statistics = new Statistics(builder.clock, builder.nanoClock);
        SpaceLimits space =
                new SpaceLimits(builder.queueFolder, builder.reserve, builder.maxQueueBytes, builder.nanoClock);
        ScanPool pool = new ScanPool(
                scanner,
                statistics,
                new TokenBucket(builder.samplesPerHour, builder.nanoClock),
                new KeptSamples(builder, space),
                scanId(),
                builder.waitingRoom,
                new ReceiptsFirst(ThunderstormServer::processorLoad),
                new RecentFindings(builder.clock));
        SampleQueue queue = SampleQueue.open(
                new QueueSettings(
                        builder.queueFolder,
                        builder.nodeName,
                        builder.jdbcUrl,
                        builder.results,
                        builder.nodeDead,
                        builder.nodeLost,
                        builder.clock),
                space,
                pool::arrived);
        statistics.recover(queue.journal());
        ServerSettings settings = new ServerSettings(
                builder.threads,
                builder.samplesPerHour,
                builder.maxUpload,
                new UploadPace(builder.leastRate, builder.anyRate, builder.nanoClock),
                builder.nodeName,
                builder.licenseOwner,
                builder.licenseExpires,
                builder.arguments,
                builder.clock,
                builder.clock.instant());
        service = new Service(
                settings,
                scanner,
                queue,
                pool,
                space,
                statistics,
                new Access(builder.clients, builder.clientAuthority != null, builder.clientQuota, builder.nanoClock),
                new SourceNames(builder.lookup, builder.nanoClock),
                new Signatures(scanner, builder.clock));
        queueWarning = builder.queueWarning;
        tls = builder.keys != null;
        HttpServer http = new HttpServer(builder);
        server = http.server();
        connector = http.connector();
        connections = http.connections();
        server.setHandler(new GracefulHandler(
                new ApiHandler(service, new CollectionHandler(service), connections, page(builder))));
        accessLog = builder.accessLog == null ? null : new AccessLog(builder.accessLog, builder.clock);
        server.setRequestLog(accessLog);
        houseKeeper = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "thor-thunderstorm-house");
            thread.setDaemon(true);
            return thread;
        });
        begin(builder);
    }

    private static @Nullable Handler page(ThunderstormBuilder builder) {
        if (!builder.withPage) {
            return null;
        }
        return builder.page == null ? new WebPage() : builder.page;
    }

    private void begin(ThunderstormBuilder builder) {
        try {
            service.pool().start(service.queue(), builder.threads, builder.syncOnly);
            Future<?> unused = houseKeeper.scheduleWithFixedDelay(this::keepHouse, 0, 1, TimeUnit.SECONDS);
            unused =
                    houseKeeper.scheduleWithFixedDelay(this::keepQueue, HOUSE_SECONDS, HOUSE_SECONDS, TimeUnit.SECONDS);
            unused = houseKeeper.scheduleWithFixedDelay(
                    this::keepHistories, HISTORY_SECONDS, HISTORY_SECONDS, TimeUnit.SECONDS);
            long seconds = builder.reloadInterval.toSeconds();
            if (seconds > 0) {
                unused = houseKeeper.scheduleWithFixedDelay(
                        service.signatures()::reload, seconds, seconds, TimeUnit.SECONDS);
            }
            server.start();
        } catch (Exception e) {
            close();
            throw new ServerException(
                    "the service could not be started: " + e.getMessage(),
                    "check the address, the port and the certificate",
                    e);
        }
    }

    /**
     * Starts a server's settings.
     *
     * @param scanner what samples are scanned with; closed by the caller, after the server
     */
    public static ThunderstormBuilder builder(ThorScanner scanner) {
        return new ThunderstormBuilder(scanner);
    }

    private static String scanId() {
        SecureRandom random = new SecureRandom();
        StringBuilder id = new StringBuilder("S-");
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_CHARACTERS.charAt(random.nextInt(ID_CHARACTERS.length())));
        }
        return id.toString();
    }

    private static boolean isLoopback(String host) throws IOException {
        return InetAddress.getByName(host).isLoopbackAddress();
    }

    private static double processorLoad() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getCpuLoad()
                : -1;
    }

    /* What an executor's task throws would end it for good. */
    private void keepHouse() {
        try {
            service.pool().receipts().look();
            connections.look();
            long length = service.queue().length();
            service.statistics().queueLength(length);
            long now = service.statistics().now();
            if (queueWarning > 0
                    && length > queueWarning
                    && (lastWarning == 0 || now - lastWarning > TimeUnit.SECONDS.toNanos(QUEUE_WARN_PAUSE_SECONDS))) {
                lastWarning = now;
                LOG.warn("{} samples wait, more than {}", length, queueWarning);
            }
        } catch (RuntimeException e) {
            LOG.error("The service's house could not be kept", e);
        }
    }

    private void keepHistories() {
        try {
            service.statistics().keep(service.queue().journal()).join();
        } catch (RuntimeException e) {
            LOG.error("The histories could not be kept, it is tried again", e);
        }
    }

    private void keepQueue() {
        try {
            service.queue().keepHouse();
        } catch (RuntimeException e) {
            LOG.error("The other nodes could not be asked", e);
        }
    }

    /** Returns where it listens. */
    public URI address() {
        String host = connector.getHost() == null ? "localhost" : connector.getHost();
        String text = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        return URI.create((tls ? "https://" : "http://") + text + ":" + connector.getLocalPort());
    }

    /** Returns what {@code /api/status} shows. */
    public Map<String, Object> status() {
        return service.status();
    }

    /** Returns what {@code /api/info} shows. */
    public Map<String, Object> info() {
        return service.info();
    }

    /**
     * Reads the scanner's signature folder again. Requests go on: samples in work end with the signatures that they began with, all later
     * ones are scanned with the new ones. Signatures that cannot be used change nothing, and are logged.
     *
     * @return the digest of the signatures in use, empty when the scanner has no signature folder
     */
    public String reloadSignatures() {
        return service.signatures().reload();
    }

    /** Waits until it is closed. */
    public void join() throws InterruptedException {
        server.join();
    }

    /** Ends it: requests that have begun are answered for a while, samples that wait stay for the next start. Further calls do nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        houseKeeper.shutdownNow();
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("Requests were cut off when the service was stopped", e);
        }
        service.pool().close();
        service.names().close();
        keepHistories();
        try {
            service.queue().close();
        } finally {
            closeLog();
        }
    }

    private void closeLog() {
        if (accessLog != null) {
            try {
                accessLog.close();
            } catch (IOException e) {
                LOG.warn("The access log could not be closed", e);
            }
        }
    }

    /** The server could not be started: the address is open to all, the port is taken, the certificate is not usable. */
    static final class ServerException extends ThorException {
        private static final long serialVersionUID = 1L;

        ServerException(String reason, String hint, @Nullable Throwable cause) {
            super(reason, null, hint, cause);
        }
    }
}
