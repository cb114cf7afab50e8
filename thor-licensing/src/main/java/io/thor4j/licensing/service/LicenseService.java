package io.thor4j.licensing.service;

import io.thor4j.core.Secret;
import io.thor4j.licensing.host.HostHash;
import io.thor4j.licensing.host.HostName;
import io.thor4j.licensing.own.LicenseIssuer;
import io.thor4j.licensing.own.LicenseType;
import io.thor4j.licensing.service.LicenseRefusedException.Why;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Issues licences as ASGARD and the customer portal do: by name with a download token, by hash with an API key, and the same licence again to
 * who has one. Threads may share it.
 *
 * <pre>{@code
 * LicenseService service = new LicenseService(LicenseStore.open("jdbc:sqlite:licenses.db"), issuer, Clock.systemUTC(), false);
 * service.store().put(contract);
 * service.addDownloadToken(Secret.ofToken(token));
 * }</pre>
 */
public final class LicenseService {
    /** Hosts of one request; more would hold the store for seconds. */
    public static final int MAX_HOSTS = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(LicenseService.class);

    private final LicenseStore store;
    private final LicenseIssuer issuer;
    private final Clock clock;
    private final boolean openToAll;

    /**
     * Makes the service.
     *
     * @param store contracts, licences and tokens
     * @param issuer signs
     * @param clock tells the day
     * @param openToAll whether the calls that want a download token do without, as an ASGARD that has none configured
     */
    public LicenseService(LicenseStore store, LicenseIssuer issuer, Clock clock, boolean openToAll) {
        this.store = Objects.requireNonNull(store, "store");
        this.issuer = Objects.requireNonNull(issuer, "issuer");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.openToAll = openToAll;
    }

    /** Returns the store. */
    public LicenseStore store() {
        return store;
    }

    /**
     * Adds a download token, for issuing by name and downloading all.
     *
     * @param token at least 16 characters
     * @throws IllegalArgumentException when it is shorter
     */
    public void addDownloadToken(Secret token) {
        store.tokens().add(TokenKind.DOWNLOAD, token, Set.of());
    }

    /**
     * Adds an API key, for issuing by hash.
     *
     * @param key at least 16 characters
     * @param contracts the contracts it is for, empty for all
     * @throws IllegalArgumentException when it is shorter
     */
    public void addApiKey(Secret key, Set<Long> contracts) {
        store.tokens().add(TokenKind.API, key, contracts);
    }

    /**
     * Takes a download token or an API key away.
     *
     * @param secret the token or key
     * @return whether there was one
     */
    public boolean remove(Secret secret) {
        boolean token = store.tokens().remove(TokenKind.DOWNLOAD, secret);
        return store.tokens().remove(TokenKind.API, secret) || token;
    }

    /**
     * Issues licences by name, as ASGARD does: all of them, or none when not enough are left.
     *
     * @param token the download token, null when none came
     * @param type the type
     * @param hosts the hosts, 1 to {@link #MAX_HOSTS}
     * @return each host's licence file
     * @throws LicenseRefusedException when it does not
     */
    public Map<HostName, byte[]> issue(@Nullable Secret token, LicenseType type, Collection<HostName> hosts) {
        requireDownloadToken(token);
        if (hosts.isEmpty() || hosts.size() > MAX_HOSTS) {
            throw new LicenseRefusedException(
                    Why.BAD_REQUEST, "a request names 1 to " + MAX_HOSTS + " hosts, not " + hosts.size(), null);
        }
        Map<HostName, HostHash> hashes = new LinkedHashMap<>();
        hosts.forEach(host -> hashes.put(host, HostHash.of(host)));
        Map<HostHash, StoredLicense> issued = issue(Set.of(), type, hashes.values());
        Map<HostName, byte[]> files = new LinkedHashMap<>();
        hashes.forEach((host, hash) ->
                files.put(host, Objects.requireNonNull(issued.get(hash)).file()));
        return files;
    }

    /**
     * Issues a licence by hash, as the portal does.
     *
     * @param key the API key, null when none came
     * @param contract the contract's number, 0 for the first that has a licence left
     * @param type the type
     * @param host the host
     * @return the licence
     * @throws LicenseRefusedException when it does not
     */
    public StoredLicense issue(@Nullable Secret key, long contract, LicenseType type, HostHash host) {
        Set<Long> allowed = Optional.ofNullable(key)
                .flatMap(given -> store.tokens().contractsOf(TokenKind.API, given))
                .orElseThrow(() -> new LicenseRefusedException(Why.API_KEY, "the API key is missing or wrong", null));
        Set<Long> numbers = allowed;
        if (contract != 0) {
            if (!allowed.isEmpty() && !allowed.contains(contract)) {
                throw new LicenseRefusedException(Why.NO_CONTRACT, "there is no such contract for this key", null);
            }
            numbers = Set.of(contract);
        }
        return Objects.requireNonNull(issue(numbers, type, List.of(host)).get(host));
    }

    /**
     * Returns all licences that were issued.
     *
     * @param token the download token, null when none came
     * @throws LicenseRefusedException when the token is wrong
     */
    public List<StoredLicense> all(@Nullable Secret token) {
        requireDownloadToken(token);
        return store.licenses();
    }

    /** Refuses whose token is wrong. */
    void requireDownloadToken(@Nullable Secret token) {
        if (!openToAll
                && (token == null
                        || store.tokens().contractsOf(TokenKind.DOWNLOAD, token).isEmpty())) {
            throw new LicenseRefusedException(Why.DOWNLOAD_TOKEN, "the download token is missing or wrong", null);
        }
    }

    private Map<HostHash, StoredLicense> issue(Set<Long> contracts, LicenseType type, Collection<HostHash> hosts) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Map<HostHash, StoredLicense> licenses = store.issue(contracts, type, hosts, today, issuer);
        licenses.values()
                .forEach(license -> LOG.info(
                        "Gave the licence {}, number {} of contract {}, to the host with hash {}",
                        license.id(),
                        license.slot(),
                        license.contract(),
                        license.host()));
        return licenses;
    }
}
