package io.thor4j.thunderstorm.server;

import io.thor4j.core.LicensePolicy;
import io.thor4j.core.ThorException;
import io.thor4j.scan.ThorScanner;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link ThunderstormServer} needs. For one thread. */
public final class ThunderstormBuilder {
    /** How many results are kept (thunderstorm.md section 7). */
    public static final long RESULTS = 10_000;

    /** Bytes of a sample at most: ours, THOR names no bound. */
    public static final long MAX_UPLOAD = 2L << 30;

    /** Clients that may wait for a scan at the same time: ours, a collector opens 16 connections at most by default. */
    public static final int WAITING_ROOM = 1_000;

    /** Bytes of the disk that samples leave free: room for results, logs and the database. */
    public static final long RESERVE = 256L << 20;

    /** How long a node is not heard of until others take over its samples. */
    public static final Duration NODE_DEAD = Duration.ofMinutes(2);

    /** How long a node is not heard of until its samples that nobody reaches are told to have failed. */
    public static final Duration NODE_LOST = Duration.ofHours(24);

    final ThorScanner scanner;
    String host = "127.0.0.1";
    int port = ThunderstormServer.PORT;
    boolean openToNetwork;

    @Nullable
    KeyStore keys;

    char[] password = new char[0];

    @Nullable
    KeyStore clientAuthority;

    List<Client> clients = List.of();
    long clientQuota;
    int threads = Runtime.getRuntime().availableProcessors();
    int syncOnly;
    int waitingRoom = WAITING_ROOM;
    Path queueFolder = Path.of("thunderstorm-queue");

    @Nullable
    String jdbcUrl;

    String nodeName = "local";
    Duration nodeDead = NODE_DEAD;
    Duration nodeLost = NODE_LOST;
    long results = RESULTS;
    long maxUpload = MAX_UPLOAD;
    long maxQueueBytes;
    long reserve = RESERVE;
    long queueWarning;
    long samplesPerHour;
    StoreSamples storeSamples = StoreSamples.NONE;

    @Nullable
    Path uploadFolder;

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

    boolean isProtected() {
        return !clients.isEmpty() || clientAuthority != null;
    }

    /**
     * Sets where it listens, {@code 127.0.0.1} and {@link ThunderstormServer#PORT} by default. An address that other hosts reach needs
     * {@link #clients}, {@link #clientAuthority} or {@link #openToNetwork}.
     *
     * @param address the address of an interface, {@code 0.0.0.0} for all
     * @param number the port, 0 for any that is free
     * @return this
     */
    public ThunderstormBuilder listen(String address, int number) {
        host = Objects.requireNonNull(address, "address");
        port = number;
        return this;
    }

    /**
     * Lets everybody who reaches the address send samples, as THOR does.
     *
     * @param on whether to
     * @return this
     */
    public ThunderstormBuilder openToNetwork(boolean on) {
        openToNetwork = on;
        return this;
    }

    /**
     * Answers over TLS, with HTTP/2 for clients that ask for it.
     *
     * @param store the private key and its certificates
     * @param secret the store's password
     * @return this
     */
    public ThunderstormBuilder tls(KeyStore store, char[] secret) {
        keys = Objects.requireNonNull(store, "store");
        password = Arrays.copyOf(secret, secret.length);
        return this;
    }

    /**
     * Takes samples only from clients with a certificate of an authority (or with a token, when there are {@link #clients} too). Needs
     * {@link #tls}.
     *
     * @param trusted the authority's certificates
     * @return this
     */
    public ThunderstormBuilder clientAuthority(KeyStore trusted) {
        clientAuthority = Objects.requireNonNull(trusted, "trusted");
        return this;
    }

    /**
     * Takes samples only from clients with a token: {@code Authorization: Bearer TOKEN}.
     *
     * @param value the clients, each with a name of its own
     * @return this
     */
    public ThunderstormBuilder clients(List<Client> value) {
        clients = List.copyOf(value);
        return this;
    }

    /**
     * Bounds what each client that has no bound of its own may send.
     *
     * @param perHour samples in an hour, 0 for no bound
     * @return this
     */
    public ThunderstormBuilder clientQuota(long perHour) {
        clientQuota = atLeast("clientQuota", perHour, 0);
        return this;
    }

    private static long atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value);
        }
        return value;
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
     * Sets where samples wait, {@code thunderstorm-queue} in the working folder by default.
     *
     * @param folder the folder, made when it is not there; on a local disk, or on one that nodes share
     * @return this
     */
    public ThunderstormBuilder queueFolder(Path folder) {
        queueFolder = Objects.requireNonNull(folder, "folder");
        return this;
    }

    /**
     * Shares receipts and results with other nodes: each answers for all.
     *
     * @param jdbcUrl {@code jdbc:postgresql://HOST/DATABASE?user=...&password=...}
     * @param name this node's name: letters, digits, dots, dashes and underscores
     * @return this
     * @throws IllegalArgumentException when it is another name or database
     */
    public ThunderstormBuilder cluster(String jdbcUrl, String name) {
        if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("nodes share a PostgreSQL: jdbc:postgresql://HOST/DATABASE");
        }
        if (name.isEmpty()
                || name.startsWith(".")
                || !name.chars()
                        .allMatch(
                                c -> c < 0x80 && (Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_'))) {
            throw new IllegalArgumentException(
                    "a node's name has letters, digits, dots, dashes and underscores, not '" + name + "'");
        }
        this.jdbcUrl = jdbcUrl;
        this.nodeName = name;
        return this;
    }

    /**
     * Sets when a node that is not heard of is given up, {@link #NODE_DEAD} and {@link #NODE_LOST} by default.
     *
     * @param dead until others scan its samples, where they reach the bytes
     * @param lost until those that nobody reaches are told to have failed
     * @return this
     */
    public ThunderstormBuilder nodeTimes(Duration dead, Duration lost) {
        nodeDead = Objects.requireNonNull(dead, "dead");
        nodeLost = Objects.requireNonNull(lost, "lost");
        return this;
    }

    /**
     * Sets how many results of {@code checkAsync} are kept, {@link #RESULTS} by default. The oldest go first.
     *
     * @param count 0 for none
     * @return this
     */
    public ThunderstormBuilder results(long count) {
        results = atLeast("results", count, 0);
        return this;
    }

    /**
     * Sets the size of a sample at most, {@link #MAX_UPLOAD} by default; a larger one is answered 413.
     *
     * @param bytes from 1
     * @return this
     */
    public ThunderstormBuilder maxUpload(long bytes) {
        maxUpload = atLeast("maxUpload", bytes, 1);
        return this;
    }

    /**
     * Sets how much of the disk samples may take; what is above it is answered 503 until there is room.
     *
     * @param bytes of all samples together, 0 for no bound
     * @param free that stay free, {@link #RESERVE} by default
     * @return this
     */
    public ThunderstormBuilder disk(long bytes, long free) {
        maxQueueBytes = atLeast("bytes", bytes, 0);
        reserve = atLeast("free", free, 0);
        return this;
    }

    /**
     * Warns in the log when more samples wait.
     *
     * @param length 0 for no warning
     * @return this
     */
    public ThunderstormBuilder queueWarning(long length) {
        queueWarning = atLeast("queueWarning", length, 0);
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
     * Keeps samples after their scan, by their SHA-256.
     *
     * @param which which of them, none by default
     * @param folder where
     * @return this
     */
    public ThunderstormBuilder storeSamples(StoreSamples which, Path folder) {
        storeSamples = Objects.requireNonNull(which, "which");
        uploadFolder = Objects.requireNonNull(folder, "folder");
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
