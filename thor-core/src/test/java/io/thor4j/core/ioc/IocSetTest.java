package io.thor4j.core.ioc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IocSetTest {
    private static final IocNote NOTE = new IocNote(70, "d", "s");

    @Test
    void hashesOfAllLengthsAreFoundInAnyCase() {
        String sha256 = "ab".repeat(32);
        IocSet set = IocSet.builder()
                .hash("0123456789abcdef0123456789ABCDEF", NOTE)
                .hash(sha256, new IocNote(-100, null, null))
                .build();
        assertEquals(List.of(NOTE), set.hash("0123456789ABCDEF0123456789abcdef"));
        assertEquals(List.of(new IocNote(-100, null, null)), set.hash(sha256.toUpperCase()));
        assertEquals(List.of(), set.hash("ab".repeat(16)));
        assertEquals(List.of(), set.hash("no hash"));
        assertTrue(set.hasHashes(IocSet.MD5_LENGTH));
        assertFalse(set.hasHashes(IocSet.SHA1_LENGTH));
        assertEquals("hash 2", set.toString());
    }

    @Test
    void oneHashMayHaveSeveralNotes() {
        String md5 = "11".repeat(16);
        IocSet set = IocSet.builder()
                .hash(md5, NOTE)
                .hash(md5, NOTE)
                .hash(md5, new IocNote(40, "other", "s"))
                .build();
        assertEquals(List.of(NOTE, new IocNote(40, "other", "s")), set.hash(md5));
        assertEquals(3, set.count(IocKind.HASH));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "0123456789abcdef0123456789abcdeg", "0123456789abcdef0123456789abcde"})
    void whatIsNoHashIsRefused(String text) {
        assertFalse(IocSetBuilder.isHash(text));
        assertThrows(IllegalArgumentException.class, () -> IocSet.builder().hash(text, NOTE));
    }

    @Property(tries = 60)
    void aTableOfHashesIsAMap(
            @ForAll long seed, @ForAll @IntRange(max = 3_000) int count, @ForAll @IntRange(max = 40) int few) {
        Random random = new Random(seed);
        Map<String, List<IocNote>> naive = new HashMap<>();
        IocSetBuilder builder = IocSet.builder();
        for (int i = 0; i < count; i++) {
            byte[] hash = new byte[20];
            random.nextBytes(hash);
            if (few > 20) {
                // Many equal beginnings: the case that a hostile list would make.
                java.util.Arrays.fill(hash, 0, 12, (byte) 7);
                hash[15] = (byte) random.nextInt(few);
            }
            IocNote note = new IocNote(random.nextInt(201) - 100, "d" + random.nextInt(5), null);
            builder.hash(hash, 20, note);
            // Only the first 16 bytes are kept.
            List<IocNote> notes = naive.computeIfAbsent(HexFormat.of().formatHex(hash, 0, 16), k -> new ArrayList<>());
            if (!notes.contains(note)) {
                notes.add(note);
            }
        }
        IocSet set = builder.build();
        naive.forEach((key, notes) -> {
            List<IocNote> found = set.hash(key + "00000000");
            assertEquals(new java.util.HashSet<>(notes), new java.util.HashSet<>(found));
            assertEquals(notes.size(), found.size());
        });
        for (int i = 0; i < 200; i++) {
            byte[] other = new byte[20];
            random.nextBytes(other);
            assertEquals(
                    naive.containsKey(HexFormat.of().formatHex(other, 0, 16)),
                    !set.hash(other).isEmpty());
        }
    }

    @Test
    void theLongestNameAndTheSmallestNetworkCount() {
        IocSet set = IocSet.builder()
                .host("example", new IocNote(1, null, null))
                .host("b.example", new IocNote(2, null, null))
                .host("10.0.0.0/8", new IocNote(3, null, null))
                .host("10.1.0.0/16", new IocNote(4, null, null))
                .host("0.0.0.0/0", new IocNote(5, null, null))
                .build();
        assertEquals(2, score(set, "a.B.example"));
        assertEquals(1, score(set, "ab.example"));
        assertEquals(4, score(set, "10.1.2.3"));
        assertEquals(3, score(set, "10.2.2.3"));
        assertEquals(5, score(set, "11.2.2.3"));
        assertNull(set.host("::1"), "an IPv4 network holds no IPv6 address");
        assertEquals(3, score(set, "::ffff:10.9.9.9"));
        assertNull(set.host(""));
        assertNull(set.host("10.0.0.0/8"));
        assertNull(set.host("a..example"));
    }

    private static int score(IocSet set, String host) {
        IocSet.HostMatch match = set.host(host);
        assertNotNull(match, host);
        return match.note().score();
    }

    @Test
    void internationalNamesMeetTheirAsciiForm() {
        IocSet set = IocSet.builder().host("b\u00fccher.example", NOTE).build();
        assertEquals(
                "xn--bcher-kva.example", set.host("www.xn--bcher-kva.example").value());
        assertNotNull(set.host("B\u00dcCHER.example"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a b",
                "1.2.3",
                "1.2.3.256",
                "1.2.3.4/33",
                "::1::2",
                ":::",
                "1:2:3:4:5:6:7:8:9",
                "::/129",
                "12345::",
                "*.x",
                "-1.2.3.4"
            })
    void whatIsNoHostIsRefused(String text) {
        assertFalse(IocSetBuilder.isHost(text), text);
        assertThrows(IllegalArgumentException.class, () -> IocSet.builder().host(text, NOTE));
    }

    @Property(tries = 300)
    void addressesAreReadAsTheJdkReadsThem(@ForAll @Size(16) byte[] bytes, @ForAll boolean zeros) throws Exception {
        if (zeros) {
            java.util.Arrays.fill(bytes, 4, 12, (byte) 0);
        }
        String text = InetAddress.getByAddress(bytes).getHostAddress();
        Address address = Address.parse(text);
        byte[] jdk = InetAddress.getByName(text).getAddress();
        BigInteger expected = new BigInteger(1, jdk);
        if (jdk.length == 4) {
            expected = expected.or(BigInteger.valueOf(0xffff).shiftLeft(32));
        }
        BigInteger found = BigInteger.valueOf(address.high())
                .shiftLeft(64)
                .or(new BigInteger(Long.toUnsignedString(address.low())))
                .mod(BigInteger.ONE.shiftLeft(128));
        assertEquals(expected, found, text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"::", "::1", "1::", "fe80::1:2", "1:2:3:4:5:6:7::", "::ffff:192.0.2.1", "64:ff9b::192.0.2.33"})
    void shortFormsAreReadAsTheJdkReadsThem(String text) throws Exception {
        byte[] jdk = InetAddress.getByName(text).getAddress();
        Address address = Address.parse(text);
        String hex = String.format("%016x%016x", address.high(), address.low());
        String expected = jdk.length == 4
                ? "00000000000000000000ffff" + HexFormat.of().formatHex(jdk)
                : HexFormat.of().formatHex(jdk);
        assertEquals(expected, hex);
    }

    @Test
    void patternsComeBackAsTheyWereAdded() {
        Ioc one = new Ioc(IocKind.FILENAME, IocPattern.regex("\\\\a"), NOTE, List.of(IocPattern.contains("fp", false)));
        Ioc two = new Ioc(IocKind.FILENAME, IocPattern.equalTo("\u00e4", true), new IocNote(-5, null, null), List.of());
        IocSet set = IocSet.builder().add(one).add(two).build();
        assertEquals(List.of(one, two), set.patterns(IocKind.FILENAME));
        assertEquals(List.of(), set.patterns(IocKind.KEYWORD));
        assertThrows(
                UnsupportedOperationException.class,
                () -> set.patterns(IocKind.FILENAME).clear());
    }

    @Test
    void theDigestTellsSetsApart() {
        IocSetBuilder again = IocSet.builder().hash("11".repeat(16), NOTE);
        assertEquals(
                IocSet.builder().hash("11".repeat(16), NOTE).build().digest(),
                again.build().digest());
        assertNotEquals(
                IocSet.builder().hash("11".repeat(16), NOTE).build().digest(),
                IocSet.builder()
                        .hash("11".repeat(16), new IocNote(71, "d", "s"))
                        .build()
                        .digest());
        assertThrows(IllegalStateException.class, again::build);
        assertThrows(IllegalStateException.class, () -> again.hash("11".repeat(16), NOTE));
    }

    @Test
    void scoresHaveTheirRange() {
        assertThrows(IllegalArgumentException.class, () -> new IocNote(101, null, null));
        assertThrows(IllegalArgumentException.class, () -> new IocNote(-101, null, null));
    }
}
