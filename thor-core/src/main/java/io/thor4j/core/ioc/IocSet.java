package io.thor4j.core.ioc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Indicators, millions of them. Immutable, may be shared by threads.
 *
 * <p>A hash takes 20 bytes whatever its length, plus about one for an index, and its description is kept once for all that share it: the
 * first 128 bits are compared. Nobody can make a file for a list of given hashes with less than 2^100 work, and chance is far rarer than a
 * broken memory cell.
 */
public final class IocSet {
    /** Bytes of an MD5, which import hashes share. */
    public static final int MD5_LENGTH = 16;

    /** Bytes of a SHA-1. */
    public static final int SHA1_LENGTH = 20;

    /** Bytes of a SHA-256. */
    public static final int SHA256_LENGTH = 32;

    /** The lengths of hashes in bytes. */
    static final List<Integer> HASH_LENGTHS = List.of(MD5_LENGTH, SHA1_LENGTH, SHA256_LENGTH);

    private final Map<Integer, KeyTable> hashes;
    private final DomainTable domains;
    private final AddressTable addresses;
    private final Map<IocKind, PatternTable> patterns;
    private final NoteTable notes;
    private final Map<IocKind, Integer> counts;
    private final String digest;

    IocSet(
            Map<Integer, KeyTable> hashes,
            DomainTable domains,
            AddressTable addresses,
            Map<IocKind, PatternTable> patterns,
            NoteTable notes,
            Map<IocKind, Integer> counts,
            String digest) {
        this.hashes = Map.copyOf(hashes);
        this.domains = domains;
        this.addresses = addresses;
        this.patterns = Map.copyOf(patterns);
        this.notes = notes;
        this.counts = Collections.unmodifiableMap(new EnumMap<>(counts));
        this.digest = digest;
    }

    /** Starts a set. */
    public static IocSetBuilder builder() {
        return new IocSetBuilder();
    }

    /** Returns how many indicators of each kind were added, duplicates too; every kind has an entry. */
    public Map<IocKind, Integer> counts() {
        return counts;
    }

    /**
     * Returns how many indicators of a kind were added, duplicates too.
     *
     * @param kind the kind
     */
    public int count(IocKind kind) {
        return counts.getOrDefault(kind, 0);
    }

    /** Tells whether there is no indicator. */
    public boolean isEmpty() {
        return counts.values().stream().allMatch(count -> count == 0);
    }

    /** Returns the SHA-256 over all that was added in its order, lower-case hex: the same indicators have the same digest. */
    public String digest() {
        return digest;
    }

    /**
     * Tells whether hashes of a length are in the set: others need not be computed.
     *
     * @param bytes {@link #MD5_LENGTH}, {@link #SHA1_LENGTH} or {@link #SHA256_LENGTH}
     */
    public boolean hasHashes(int bytes) {
        return table(bytes).size() > 0;
    }

    /**
     * Looks a hash up, without garbage when it is not there.
     *
     * @param hash the hash's bytes
     * @return what is known of it: one note for each entry that says something else; empty when it is not in the set
     */
    public List<IocNote> hash(byte[] hash) {
        KeyTable table = table(hash.length);
        if (table.size() == 0) {
            return List.of();
        }
        int entry = table.find(IocSetBuilder.key(hash, 0), IocSetBuilder.key(hash, Long.BYTES));
        if (entry < 0) {
            return List.of();
        }
        List<IocNote> found = new ArrayList<>();
        int last = -1;
        while (true) {
            if (table.value(entry) != last) {
                last = table.value(entry);
                found.add(notes.note(last));
            }
            if (!table.moreAt(entry)) {
                return List.copyOf(found);
            }
            entry++;
        }
    }

    /**
     * Looks a hash up.
     *
     * @param hex its digits in any case
     * @return what is known of it; empty when it is not in the set or the text is no hash
     */
    public List<IocNote> hash(String hex) {
        if (!HASH_LENGTHS.contains(hex.length() / 2) || !IocSetBuilder.isHex(hex)) {
            return List.of();
        }
        return hash(HexFormat.of().parseHex(hex.toLowerCase(Locale.ROOT)));
    }

    private KeyTable table(int bytes) {
        return hashes.getOrDefault(bytes, KeyTable.EMPTY);
    }

    /** Tells whether names, addresses or networks are in the set. */
    public boolean hasHosts() {
        return !addresses.isEmpty() || !domains.isEmpty();
    }

    /**
     * Looks a host up: an address is found in a network around it, a name below a name in the set ({@code a.evil.example} below
     * {@code evil.example}, not {@code notevil.example}).
     *
     * @param host a name or an IPv4 or IPv6 address, without port
     * @return the smallest network or longest name around it, null when there is none
     */
    public @Nullable HostMatch host(String host) {
        Objects.requireNonNull(host, "host");
        if (Address.looksLike(host)) {
            Address address = host.indexOf('/') < 0 ? Address.parse(host) : null;
            int value = address == null ? -1 : addresses.find(address);
            return value < 0 ? null : new HostMatch(host, notes.note(value));
        }
        String name = DomainTable.normalise(host);
        int entry = name == null ? -1 : domains.find(name);
        return entry < 0 ? null : new HostMatch(domains.name(entry), notes.note(domains.value(entry)));
    }

    /**
     * An indicator that a host matches. Immutable.
     *
     * @param value the name in the set; for an address the address that was looked up
     * @param note what is known of it
     */
    public record HostMatch(String value, IocNote note) {}

    /**
     * Returns the patterns of a kind, in the order they were added; for {@link IocKind#DOMAIN} only those that are no host and no network.
     * Each is made when it is asked for; the list is immutable and the same for every call.
     *
     * @param kind the kind
     */
    public List<Ioc> patterns(IocKind kind) {
        PatternTable table = patterns.get(kind);
        return table == null ? List.of() : table;
    }

    /** Returns the counts by kind, without those of which there is none: {@code hash 2, domain 1}. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        counts.forEach((kind, count) -> {
            if (count > 0) {
                parts.add(kind.text() + " " + count);
            }
        });
        return parts.isEmpty() ? "no indicators" : String.join(", ", parts);
    }
}
