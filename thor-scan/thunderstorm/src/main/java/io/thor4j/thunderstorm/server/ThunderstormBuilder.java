package io.thor4j.thunderstorm.server;

import io.thor4j.core.LicensePolicy;
import io.thor4j.core.ThorException;
import io.thor4j.scan.ThorScanner;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link ThunderstormServer} needs. For one thread. */
public final class ThunderstormBuilder extends StorageOptions<ThunderstormBuilder> {
    /** How many results are kept (thunderstorm.md section 7). */
    public static final long RESULTS = 10_000;

    /** Bytes of a sample at most: ours, THOR names no bound. */
    public static final long MAX_UPLOAD = 2L << 30;

    /** Clients that may wait for a scan at the same time: ours, a collector opens 16 connections at most by default. */
    public static final int WAITING_ROOM = 1_000;

    /** Bytes of the disk that samples leave free: room for results, logs and the database. */
    public static final long RESERVE = 256L << 20;

    /** No sample has such a score: they end at 100. THOR's container says it so, too (thunderstorm.md section 7). */
    public static final int NO_SCORE = 200;

    /** Connections at the same time: ours, a tenth of what the unit's LimitNOFILE allows (thunderstorm.md section 8). */
    public static final int CONNECTIONS = 6_000;

    /** How long the head of a request may take. */
    public static final Duration HEAD_TIME = Duration.ofSeconds(60);

    /** Bytes a second that an upload has to bring on average: ours, less than any line that is in use. */
    public static final long LEAST_RATE = 64;

    /** How long an upload may be slower. */
    public static final Duration ANY_RATE = Duration.ofMinutes(10);

    /** How long a node is not heard of until others take over its samples. */
    public static final Duration NODE_DEAD = Duration.ofMinutes(2);

    /** How long a node is not heard of until its samples that nobody reaches are told to have failed. */
    public static final Duration NODE_LOST = Duration.ofHours(24);

    final ThorScanner scanner;
    int threads = Runtime.getRuntime().availableProcessors();
    int syncOnly;
    int waitingRoom = WAITING_ROOM;
    long samplesPerHour;

    @Nullable
    Path accessLog;

    Duration reloadInterval = Duration.ofMinutes(1);
    Duration grace = Duration.ofSeconds(30);
    LicensePolicy license = LicensePolicy.OPEN;
    String licenseOwner = "";

    @Nullable
    LocalDate licenseExpires;

    List<String> arguments = List.of();
    boolean withPage = true;

    @Nullable
    Handler page;

    Clock clock = Clock.system(ZoneId.systemDefault());
    LongSupplier nanoClock = System::nanoTime;
    Function<InetAddress, String> lookup = InetAddress::getCanonicalHostName;

    ThunderstormBuilder(ThorScanner scanner) {
        this.scanner = Objects.requireNonNull(scanner, "scanner");
    }

    @Override
    ThunderstormBuilder self() {
        return this;
    }

    /**
     * Sets how many threads scan, one for each processor by default.
     *
     * @param count from 1
     * @param reserved how many of them scan only samples whose clients wait, less than all
     * @return this
     * @throws IllegalArgumentException when the numbers are others
     */
    public ThunderstormBuilder threads(int count, int reserved) {
        if (count < 1 || reserved < 0 || reserved >= count) {
            throw new IllegalArgumentException("threads: " + count + ", of them for waiting clients: " + reserved
                    + "; one at least has to be left for the queue");
        }
        threads = count;
        syncOnly = reserved;
        return this;
    }

    /**
     * Sets how many clients may wait for a scan; the next one is answered 503.
     *
     * @param count from 1
     * @return this
     */
    public ThunderstormBuilder waitingRoom(int count) {
        waitingRoom = (int) atLeast("waitingRoom", count, 1);
        return this;
    }

    /**
     * Bounds how many samples are scanned; samples wait for it.
     *
     * @param count in an hour, 0 for no bound
     * @return this
     */
    public ThunderstormBuilder samplesPerHour(long count) {
        samplesPerHour = atLeast("samplesPerHour", count, 0);
        return this;
    }

    /**
     * Writes a JSON object a line for each request.
     *
     * @param file appended to
     * @return this
     */
    public ThunderstormBuilder accessLog(Path file) {
        accessLog = Objects.requireNonNull(file, "file");
        return this;
    }

    /**
     * Sets how often the signature folder is looked at for changes, each minute by default.
     *
     * @param interval zero for never
     * @return this
     */
    public ThunderstormBuilder reloadEvery(Duration interval) {
        reloadInterval = Objects.requireNonNull(interval, "interval");
        return this;
    }

    /**
     * Sets how long requests may still take when the server is closed, 30 seconds by default.
     *
     * @param time how long
     * @return this
     */
    public ThunderstormBuilder grace(Duration time) {
        grace = Objects.requireNonNull(time, "time");
        return this;
    }

    /**
     * Sets the gate that is asked for {@link io.thor4j.core.LicensedUse#SERVICE} when the server starts.
     *
     * @param policy the gate, open by default
     * @return this
     */
    public ThunderstormBuilder licensePolicy(LicensePolicy policy) {
        license = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Sets what {@code info} shows of the licence.
     *
     * @param owner whose it is
     * @param expires its last day, null for never
     * @return this
     */
    public ThunderstormBuilder licenseShown(String owner, @Nullable LocalDate expires) {
        licenseOwner = Objects.requireNonNull(owner, "owner");
        licenseExpires = expires;
        return this;
    }

    /**
     * Sets what {@code info} shows as the arguments.
     *
     * @param words the words of a command line, without secrets
     * @return this
     */
    public ThunderstormBuilder argumentsShown(List<String> words) {
        arguments = List.copyOf(words);
        return this;
    }

    /**
     * Sets what answers {@code /} and {@code /static/*}. Default: the service's own landing page and API documentation.
     *
     * @param handler the page
     * @return this
     */
    public ThunderstormBuilder page(Handler handler) {
        page = Objects.requireNonNull(handler, "handler");
        return this;
    }

    /**
     * Leaves {@code /} and {@code /static/*} without an answer.
     *
     * @return this
     */
    public ThunderstormBuilder withoutPage() {
        withPage = false;
        return this;
    }

    /**
     * Sets the clock of histories and logs; its zone is that of their times.
     *
     * @param value the clock
     * @return this
     */
    public ThunderstormBuilder clock(Clock value) {
        clock = Objects.requireNonNull(value, "clock");
        return this;
    }

    /**
     * Sets the clock of durations and quotas.
     *
     * @param value a steady clock in nanoseconds
     * @return this
     */
    public ThunderstormBuilder nanoClock(LongSupplier value) {
        nanoClock = Objects.requireNonNull(value, "clock");
        return this;
    }

    /**
     * Sets how hosts are named that do not name themselves, by reverse DNS by default.
     *
     * @param names gives the name of an address, or the address as text
     * @return this
     */
    public ThunderstormBuilder hostNames(Function<InetAddress, String> names) {
        lookup = Objects.requireNonNull(names, "names");
        return this;
    }

    /**
     * Starts the server.
     *
     * @return the running server
     * @throws ThorException when it cannot be started, {@link io.thor4j.core.LicenseException} when no licence allows it
     */
    public ThunderstormServer start() {
        if (clientAuthority != null && keys == null) {
            throw new IllegalArgumentException("a client authority needs TLS");
        }
        try {
            return new ThunderstormServer(this);
        } catch (IOException e) {
            throw new ThunderstormServer.ServerException(
                    "the service could not be started: " + e.getMessage(), "check the folders and the address", e);
        }
    }
}
