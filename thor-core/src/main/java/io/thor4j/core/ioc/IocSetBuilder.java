package io.thor4j.core.ioc;

import io.thor4j.core.LimitException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects indicators; holds them compactly from the start. For one thread; builds one set. */
public final class IocSetBuilder {
    private static final VarHandle LONG_BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final Map<Integer, KeyTable.Builder> hashes = new HashMap<>();
    private final DomainTable.Builder domains = new DomainTable.Builder();
    private final AddressTable.Builder addresses = new AddressTable.Builder();
    private final Map<IocKind, PatternTable.Builder> patterns = new EnumMap<>(IocKind.class);
    private final TextPool.Builder texts = new TextPool.Builder();
    private final NoteTable.Builder notes = new NoteTable.Builder();
    private final Map<IocKind, Integer> counts = new EnumMap<>(IocKind.class);
    private final MessageDigest digest;
    private final byte[] hash = new byte[IocSet.SHA256_LENGTH];
    private boolean built;

    IocSetBuilder() {
        for (IocKind kind : IocKind.values()) {
            counts.put(kind, 0);
        }
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /** Reads eight bytes as a number, the first the highest. */
    static long key(byte[] bytes, int from) {
        return (long) LONG_BIG_ENDIAN.get(bytes, from);
    }

    static boolean isHex(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) {
                return false;
            }
        }
        return text.length() > 0;
    }

    /**
     * Tells whether a text is a hash: 32, 40 or 64 hex digits.
     *
     * @param text the text
     */
    public static boolean isHash(CharSequence text) {
        return (text.length() & 1) == 0 && IocSet.HASH_LENGTHS.contains(text.length() / 2) && isHex(text);
    }

    /**
     * Tells whether a text is a host name, an address or a network.
     *
     * @param text the text
     */
    public static boolean isHost(String text) {
        return Address.looksLike(text) ? Address.parse(text) != null : DomainTable.normalise(text) != null;
    }

    /**
     * Adds a hash.
     *
     * @param hex 32, 40 or 64 hex digits in any case
     * @param note what is known of it
     * @return this
     * @throws IllegalArgumentException when it is no hash
     * @throws LimitException when there is no room for more
     */
    public IocSetBuilder hash(CharSequence hex, IocNote note) {
        if (!isHash(hex)) {
            throw new IllegalArgumentException("not a hash: " + hex);
        }
        int length = hex.length() / 2;
        for (int i = 0; i < length; i++) {
            hash[i] = (byte)
                    (HexFormat.fromHexDigit(hex.charAt(2 * i)) << 4 | HexFormat.fromHexDigit(hex.charAt(2 * i + 1)));
        }
        return hash(hash, length, note);
    }

    /**
     * Adds a hash.
     *
     * @param bytes holds the hash at its begin
     * @param length {@link IocSet#MD5_LENGTH}, {@link IocSet#SHA1_LENGTH} or {@link IocSet#SHA256_LENGTH}
     * @param note what is known of it
     * @return this
     * @throws IllegalArgumentException when no hash has the length
     * @throws LimitException when there is no room for more
     */
    public IocSetBuilder hash(byte[] bytes, int length, IocNote note) {
        if (!IocSet.HASH_LENGTHS.contains(length) || length > bytes.length) {
            throw new IllegalArgumentException("no hash has " + length + " bytes");
        }
        begin(IocKind.HASH, note);
        digest.update(bytes, 0, length);
        boolean room = hashes.computeIfAbsent(length, any -> new KeyTable.Builder())
                .add(key(bytes, 0), key(bytes, Long.BYTES), number(note));
        check(room);
        return this;
    }

    /**
     * Adds a host name with all below it, an address or a network.
     *
     * @param host such as {@code evil.example}, {@code 192.0.2.1}, {@code 2001:db8::/32}
     * @param note what is known of it
     * @return this
     * @throws IllegalArgumentException when it is none of them
     * @throws LimitException when there is no room for more
     */
    public IocSetBuilder host(String host, IocNote note) {
        if (Address.looksLike(host)) {
            Address address = Address.parse(host);
            if (address == null) {
                throw new IllegalArgumentException("not an address or network: " + host);
            }
            begin(IocKind.DOMAIN, note);
            update(host);
            check(addresses.add(address, number(note)));
            return this;
        }
        String name = DomainTable.normalise(host);
        if (name == null) {
            throw new IllegalArgumentException("not a host name: " + host);
        }
        begin(IocKind.DOMAIN, note);
        update(name);
        domains.add(texts.add(name), number(note));
        return this;
    }

    /**
     * Adds an indicator of any kind. Hashes, and hosts compared as a whole, go the way of {@link #hash} and {@link #host}; a regex is kept
     * as it is and only compiled by the scanner.
     *
     * @param ioc the indicator
     * @return this
     * @throws IllegalArgumentException when it is a malformed hash or host
     * @throws LimitException when there is no room for more
     */
    public IocSetBuilder add(Ioc ioc) {
        if (ioc.kind() == IocKind.HASH) {
            return hash(ioc.value(), ioc.note());
        } else if (ioc.kind() == IocKind.DOMAIN && ioc.pattern().match() == IocPattern.Match.EQUALS) {
            return host(ioc.value(), ioc.note());
        }
        begin(ioc.kind(), ioc.note());
        update(ioc.pattern());
        digest.update((byte) ioc.falsePositives().size());
        ioc.falsePositives().forEach(this::update);
        patterns.computeIfAbsent(ioc.kind(), kind -> new PatternTable.Builder())
                .add(texts.add(ioc.value()), ioc.pattern(), number(ioc.note()), ioc.falsePositives());
        return this;
    }

    private void begin(IocKind kind, IocNote note) {
        if (built) {
            throw new IllegalStateException("the set was already built");
        }
        counts.merge(kind, 1, Integer::sum);
        update(kind.text());
        digest.update((byte) note.score());
        update(note.description());
    }

    private void update(IocPattern pattern) {
        update(pattern.match().name());
        digest.update((byte) (pattern.caseSensitive() ? 1 : 0));
        update(pattern.text());
    }

    /* Lengths first, so that no two rows of texts are the same bytes. */
    private void update(@Nullable String text) {
        byte[] bytes = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
        int length = text == null ? -1 : bytes.length;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            digest.update((byte) (length >>> shift));
        }
        digest.update(bytes);
    }

    private int number(IocNote note) {
        return notes.add(note.score(), texts.add(note.description()), texts.add(note.source()));
    }

    private static void check(boolean room) {
        if (!room) {
            throw new LimitException("too many indicators of one kind", null, "split the list over several sets", null);
        }
    }

    /**
     * Returns the set.
     *
     * @throws IllegalStateException when it was already built
     */
    public IocSet build() {
        if (built) {
            throw new IllegalStateException("the set was already built");
        }
        built = true;
        TextPool pool = texts.build();
        NoteTable noteTable = notes.build(pool);
        Map<Integer, KeyTable> hashTables = new HashMap<>();
        hashes.forEach((length, table) -> hashTables.put(length, table.build()));
        hashes.clear();
        Map<IocKind, PatternTable> patternTables = new EnumMap<>(IocKind.class);
        patterns.forEach((kind, table) -> patternTables.put(kind, table.build(kind, pool, noteTable::note)));
        patterns.clear();
        return new IocSet(
                hashTables,
                domains.build(pool, noteTable::score),
                addresses.build(),
                patternTables,
                noteTable,
                counts,
                HexFormat.of().formatHex(digest.digest()));
    }
}
