package io.thor4j.thunderstorm.server;

import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a server listens, to whom, and how patiently.
 *
 * @param <B> the builder
 */
abstract class ListeningOptions<B> {
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
    int connections = ThunderstormBuilder.CONNECTIONS;
    Duration headTime = ThunderstormBuilder.HEAD_TIME;
    long leastRate = ThunderstormBuilder.LEAST_RATE;
    Duration anyRate = ThunderstormBuilder.ANY_RATE;

    abstract B self();

    boolean isProtected() {
        return !clients.isEmpty() || clientAuthority != null;
    }

    static long atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value);
        }
        return value;
    }

    /**
     * Sets where it listens, {@code 127.0.0.1} and {@link ThunderstormServer#PORT} by default. An address that other hosts reach needs
     * {@link #clients}, {@link #clientAuthority} or {@link #openToNetwork}.
     *
     * @param address the address of an interface, {@code 0.0.0.0} for all
     * @param number the port, 0 for any that is free
     * @return this
     */
    public B listen(String address, int number) {
        host = Objects.requireNonNull(address, "address");
        port = number;
        return self();
    }

    /**
     * Lets everybody who reaches the address send samples, as THOR does.
     *
     * @param on whether to
     * @return this
     */
    public B openToNetwork(boolean on) {
        openToNetwork = on;
        return self();
    }

    /**
     * Answers over TLS, with HTTP/2 for clients that ask for it.
     *
     * @param store the private key and its certificates
     * @param secret the store's password
     * @return this
     */
    public B tls(KeyStore store, char[] secret) {
        keys = Objects.requireNonNull(store, "store");
        password = Arrays.copyOf(secret, secret.length);
        return self();
    }

    /**
     * Takes samples only from clients with a certificate of an authority (or with a token, when there are {@link #clients} too). Needs
     * {@link #tls}.
     *
     * @param trusted the authority's certificates
     * @return this
     */
    public B clientAuthority(KeyStore trusted) {
        clientAuthority = Objects.requireNonNull(trusted, "trusted");
        return self();
    }

    /**
     * Takes samples only from clients with a token: {@code Authorization: Bearer TOKEN}.
     *
     * @param value the clients, each with a name of its own
     * @return this
     */
    public B clients(List<Client> value) {
        clients = List.copyOf(value);
        return self();
    }

    /**
     * Bounds what each client that has no bound of its own may send.
     *
     * @param perHour samples in an hour, 0 for no bound
     * @return this
     */
    public B clientQuota(long perHour) {
        clientQuota = atLeast("clientQuota", perHour, 0);
        return self();
    }

    /**
     * Bounds connections. When there are as many, no other is accepted until one ends, and idle ones end after 5 seconds instead of 60.
     *
     * @param count from 1, {@link ThunderstormBuilder#CONNECTIONS} by default
     * @param head how long the head of a request may take, {@link ThunderstormBuilder#HEAD_TIME} by default; who needs longer is cut off
     * @return this
     */
    public B connections(int count, Duration head) {
        connections = (int) atLeast("connections", count, 1);
        headTime = Objects.requireNonNull(head, "head");
        return self();
    }

    /**
     * Bounds how slow an upload may be; a slower one is answered 408.
     *
     * @param bytesPerSecond on average since it began, {@link ThunderstormBuilder#LEAST_RATE} by default, 0 for any
     * @param grace how long any rate will do, {@link ThunderstormBuilder#ANY_RATE} by default
     * @return this
     */
    public B uploadRate(long bytesPerSecond, Duration grace) {
        leastRate = atLeast("bytesPerSecond", bytesPerSecond, 0);
        anyRate = Objects.requireNonNull(grace, "grace");
        return self();
    }
}
