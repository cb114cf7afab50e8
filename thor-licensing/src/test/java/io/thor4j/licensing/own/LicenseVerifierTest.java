package io.thor4j.licensing.own;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.thor4j.core.MalformedInputException;
import io.thor4j.licensing.host.HostHash;
import io.thor4j.licensing.host.HostName;
import io.thor4j.licensing.host.HostPlatform;
import io.thor4j.licensing.own.Verdict.State;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LicenseVerifierTest {
    private static final Instant NOW = TestLicenses.NOW;
    private static final Duration DAY = Duration.ofDays(1);

    private static void is(State state, String reason, Verdict verdict) {
        assertEquals(state, verdict.state(), verdict.reason());
        assertEquals(reason, verdict.reason());
    }

    @Test
    void aLicenceIsGoodFromItsFirstDayToItsLast() {
        byte[] file = TestLicenses.file(LicenseType.SERVER);
        is(
                State.VALID,
                "",
                TestLicenses.verifier(Instant.parse("2026-11-22T12:00:01Z"))
                        .build()
                        .verify(file));
        is(
                State.VALID,
                "",
                TestLicenses.verifier(Instant.parse("2026-12-22T23:59:59Z"))
                        .build()
                        .verify(file));
        is(
                State.EXPIRED,
                "expired on 2026-12-22",
                TestLicenses.verifier(Instant.parse("2026-12-23T00:00:00Z"))
                        .build()
                        .verify(file));
    }

    @Test
    void aLicenceForLaterHasNotStarted() {
        LicenseTerms terms = new LicenseTerms(
                "A",
                LicenseType.INCIDENT_RESPONSE,
                null,
                Set.of(),
                0,
                "thor",
                TestLicenses.TODAY.plusDays(1),
                TestLicenses.TODAY.plusDays(2));
        byte[] file = TestLicenses.issuer(NOW).issue(terms).file();
        is(
                State.NOT_STARTED,
                "starts on 2026-11-23",
                TestLicenses.verifier(NOW).build().verify(file));
    }

    @Test
    void graceAcceptsForSoManyDaysMore() {
        byte[] file = TestLicenses.file(LicenseType.SERVER);
        LicenseVerifier.Builder builder =
                TestLicenses.verifier(Instant.parse("2026-12-29T23:00:00Z")).graceDays(7);
        Verdict verdict = builder.build().verify(file);
        is(State.GRACE, "expired on 2026-12-22, accepted until 2026-12-29", verdict);
        assertTrue(verdict.valid());
        assertFalse(builder.clock(TestLicenses.at(Instant.parse("2026-12-30T00:00:00Z")))
                .build()
                .verify(file)
                .valid());
    }

    @Test
    void anotherHostIsNamedByItsHash() {
        byte[] file = TestLicenses.file(LicenseType.SERVER);
        LicenseVerifier other = LicenseVerifier.builder(List.of(TestLicenses.KEY.anchor()))
                .host(HostHash.of(HostName.of("a")), HostPlatform.LINUX)
                .clock(TestLicenses.at(NOW))
                .build();
        is(
                State.OTHER_HOST,
                "for the host with hash jX9sgffIckrubTMPetJUx2_EodI, the hash of this host is usVgtcI6-dWfWREeXyK2EnS1iTg",
                other.verify(file));
        LicenseVerifier nowhere = LicenseVerifier.builder(List.of(TestLicenses.KEY.anchor()))
                .clock(TestLicenses.at(NOW))
                .build();
        assertEquals(State.OTHER_HOST, nowhere.verify(file).state());
        assertTrue(
                nowhere.verify(TestLicenses.file(LicenseType.INCIDENT_RESPONSE)).valid());
    }

    @ParameterizedTest
    @CsvSource({
        "WORKSTATION, LINUX, false",
        "WORKSTATION, WINDOWS_SERVER, false",
        "WORKSTATION, WINDOWS_WORKSTATION, true",
        "WORKSTATION, MACOS, true",
        "SERVER, LINUX, true",
        "SERVER, WINDOWS_WORKSTATION, true",
        "SERVICE, LINUX, true"
    })
    void aWorkstationLicenceIsForWorkstations(LicenseType type, HostPlatform platform, boolean valid) {
        Verdict verdict = LicenseVerifier.builder(List.of(TestLicenses.KEY.anchor()))
                .host(HostHash.of(TestLicenses.HOST), platform)
                .clock(TestLicenses.at(NOW))
                .build()
                .verify(TestLicenses.file(type));
        assertEquals(valid ? State.VALID : State.OTHER_PLATFORM, verdict.state());
    }

    @Test
    void anotherProductIsRefused() {
        byte[] file = TestLicenses.file(LicenseType.SERVER);
        is(
                State.OTHER_PRODUCT,
                "for thor, not for mine",
                TestLicenses.verifier(NOW).scanner("mine").build().verify(file));
    }

    @Test
    void anUnknownIssuerIsNotTrusted() {
        IssuerKey stranger = IssuerKey.generate(TestLicenses.RANDOM, TestLicenses.at(NOW.minus(DAY)));
        byte[] file = new LicenseIssuer(stranger, TestLicenses.at(NOW), TestLicenses.RANDOM)
                .issue(TestLicenses.terms(LicenseType.SERVER))
                .file();
        is(
                State.UNTRUSTED,
                "issued with the key " + stranger.id() + ", which is not trusted here",
                TestLicenses.verifier(NOW).build().verify(file));
    }

    @Test
    void keysRotate() {
        IssuerKey next = IssuerKey.generate(TestLicenses.RANDOM, TestLicenses.at(NOW));
        List<TrustAnchor> both = List.of(TestLicenses.KEY.anchor().retired(NOW), next.anchor());
        LicenseVerifier verifier = LicenseVerifier.builder(both)
                .host(HostHash.of(TestLicenses.HOST), HostPlatform.LINUX)
                .clock(TestLicenses.at(NOW.plus(DAY)))
                .build();
        LicenseTerms terms = TestLicenses.terms(LicenseType.SERVER);
        byte[] before = TestLicenses.issuer(NOW.minusSeconds(1)).issue(terms).file();
        byte[] late = TestLicenses.issuer(NOW).issue(terms).file();
        byte[] with = new LicenseIssuer(next, TestLicenses.at(NOW), TestLicenses.RANDOM)
                .issue(terms)
                .file();
        assertTrue(verifier.verify(before).valid());
        assertTrue(verifier.verify(with).valid());
        Verdict refused = verifier.verify(late);
        is(
                State.UNTRUSTED,
                "issued at 2026-11-22T12:00:00Z, when the key " + TestLicenses.KEY.id() + " was not in use",
                refused);
        assertNull(refused.license());
    }

    @Test
    void licencesAndKeysAreRevoked() {
        IssuerKey next = IssuerKey.generate(TestLicenses.RANDOM, TestLicenses.at(NOW.minus(DAY)));
        List<TrustAnchor> anchors = List.of(TestLicenses.KEY.anchor(), next.anchor());
        LicenseIssuer issuer = new LicenseIssuer(next, TestLicenses.at(NOW), TestLicenses.RANDOM);
        IssuedLicense one = TestLicenses.issuer(NOW).issue(TestLicenses.terms(LicenseType.SERVER));
        byte[] other = TestLicenses.file(LicenseType.SERVER);

        RevocationList list =
                RevocationList.parse(issuer.revoke(3, List.of(one.license().id()), List.of()), anchors);
        assertEquals(3, list.sequence());
        LicenseVerifier verifier = TestLicenses.verifier(NOW).revocations(list).build();
        is(State.REVOKED, "revoked by its issuer", verifier.verify(one.file()));
        assertTrue(verifier.verify(other).valid());

        RevocationList keys =
                RevocationList.parse(issuer.revoke(4, List.of(), List.of(TestLicenses.KEY.id())), anchors);
        is(
                State.REVOKED,
                "issued with the key " + TestLicenses.KEY.id() + ", which was revoked",
                TestLicenses.verifier(NOW).revocations(keys).build().verify(other));
    }

    @Test
    void aRevocationListThatWasAlteredIsRefused() {
        List<TrustAnchor> anchors = List.of(TestLicenses.KEY.anchor());
        byte[] file = TestLicenses.issuer(NOW).revoke(1, List.of(new UUID(1, 2)), List.of());
        for (int i = 0; i < file.length; i++) {
            byte[] altered = file.clone();
            altered[i] ^= 1;
            assertThrows(MalformedInputException.class, () -> RevocationList.parse(altered, anchors));
        }
        assertThrows(MalformedInputException.class, () -> RevocationList.parse(new byte[0], anchors));
        assertThrows(MalformedInputException.class, () -> RevocationList.parse(file, List.of()));
        byte[] own = TestLicenses.issuer(NOW).revoke(1, List.of(), List.of(TestLicenses.KEY.id()));
        assertThrows(MalformedInputException.class, () -> RevocationList.parse(own, anchors));
    }

    @Test
    void aClockBeforeTheIssueWasSetBack() {
        byte[] file = TestLicenses.file(LicenseType.SERVER);
        is(
                State.CLOCK_SET_BACK,
                "this host's clock says 2026-11-22T10:59:59Z, which is before the licence was issued, at 2026-11-22T12:00:00Z",
                TestLicenses.verifier(NOW.minusSeconds(3601)).build().verify(file));
        assertTrue(TestLicenses.verifier(NOW.minusSeconds(3600))
                .build()
                .verify(file)
                .valid());
    }

    @Test
    void aClockBeforeTheLastUseWasSetBack() throws Exception {
        Path file = Jimfs.newFileSystem(Configuration.unix()).getPath("/work/clock");
        ClockMemory memory = new FileClockMemory(file, TestLicenses.KEY.anchor());
        byte[] license = TestLicenses.file(LicenseType.SERVER);
        assertTrue(TestLicenses.verifier(NOW.plus(DAY))
                .clockMemory(memory)
                .build()
                .verify(license)
                .valid());
        is(
                State.CLOCK_SET_BACK,
                "this host's clock says 2026-11-22T12:00:00Z, but a licence was already used at 2026-11-23T12:00:00Z",
                TestLicenses.verifier(NOW).clockMemory(memory).build().verify(license));
        // A clock that was far ahead for a while finds the licence expired, which is not remembered.
        assertFalse(TestLicenses.verifier(NOW.plus(Duration.ofDays(9000)))
                .clockMemory(memory)
                .build()
                .verify(license)
                .valid());
        assertTrue(TestLicenses.verifier(NOW.plus(DAY).plusSeconds(9))
                .clockMemory(memory)
                .build()
                .verify(license)
                .valid());

        Files.writeString(file, Files.readString(file).replace("2026-11-23", "2026-11-20"));
        Verdict altered = TestLicenses.verifier(NOW).clockMemory(memory).build().verify(license);
        is(
                State.CLOCK_SET_BACK,
                "the memory of this host's clock is not readable: /work/clock: it was altered",
                altered);
    }

    @Test
    void aFolderThatCannotBeWrittenDoesNotStopALicensedProduct() {
        Path file = Jimfs.newFileSystem(Configuration.unix()).getPath("/missing/clock");
        ClockMemory memory = new FileClockMemory(file, TestLicenses.KEY.anchor());
        assertTrue(TestLicenses.verifier(NOW)
                .clockMemory(memory)
                .build()
                .verify(TestLicenses.file(LicenseType.SERVER))
                .valid());
    }

    @ParameterizedTest
    @CsvSource({"'', not a licence of thor's format", "THOR4JL1, 'only 8 bytes, a licence has at least 800'"})
    void hostileBytesGetAReason(String text, String reason) {
        Verdict verdict = TestLicenses.verifier(NOW).build().verify(text.getBytes(StandardCharsets.US_ASCII));
        is(State.DAMAGED, reason, verdict);
        assertNull(verdict.license());
    }

    @Test
    void keysAreReadAsTheyWereWritten() {
        byte[] plain = TestLicenses.KEY.toFile();
        assertEquals(TestLicenses.KEY.id(), IssuerKey.parse(plain, null).id());
        char[] passphrase = "correct horse battery".toCharArray();
        byte[] encrypted = TestLicenses.KEY.toFile(passphrase, TestLicenses.RANDOM);
        IssuerKey back = IssuerKey.parse(encrypted, passphrase);
        byte[] file = new LicenseIssuer(back, TestLicenses.at(NOW), TestLicenses.RANDOM)
                .issue(TestLicenses.terms(LicenseType.SERVER))
                .file();
        assertTrue(TestLicenses.verifier(NOW).build().verify(file).valid());
        assertEquals(
                "the passphrase is wrong, or the file is damaged",
                assertThrows(MalformedInputException.class, () -> IssuerKey.parse(encrypted, "wrong".toCharArray()))
                        .reason());
        assertEquals(
                "the key is encrypted",
                assertThrows(MalformedInputException.class, () -> IssuerKey.parse(encrypted, null))
                        .reason());
        TrustAnchor anchor =
                TrustAnchor.parse(TestLicenses.KEY.anchor().retired(NOW).toFile());
        assertEquals(TestLicenses.KEY.id(), anchor.id());
        assertFalse(anchor.wasInUse(NOW));
        assertTrue(anchor.wasInUse(NOW.minusSeconds(1)));
        assertNotNull(anchor.publicKey());
    }

    @Test
    void keysShowNothingOfThemselves() {
        String key = new String(TestLicenses.KEY.toFile(), StandardCharsets.UTF_8);
        String secret = key.substring(key.indexOf("private") + 10, key.indexOf("private") + 40);
        assertEquals("IssuerKey[" + TestLicenses.KEY.id() + "]", TestLicenses.KEY.toString());
        byte[] broken = key.replace("\"private\":\"", "\"private\":\"A").getBytes(StandardCharsets.UTF_8);
        MalformedInputException e = assertThrows(MalformedInputException.class, () -> IssuerKey.parse(broken, null));
        assertFalse(e.toString().contains(secret), e.toString());
        byte[] cut = key.substring(0, key.length() - 3).getBytes(StandardCharsets.UTF_8);
        MalformedInputException f = assertThrows(MalformedInputException.class, () -> IssuerKey.parse(cut, null));
        assertFalse(f.toString().contains(secret), f.toString());
    }

    @Test
    void anUnknownFieldIsNotOverlooked() {
        byte[] json = new String(
                        new License(new UUID(1, 2), NOW, TestLicenses.terms(LicenseType.SERVER)).toJson(),
                        StandardCharsets.UTF_8)
                .replace("\"quota\"", "\"not-on-mondays\":true,\"quota\"")
                .getBytes(StandardCharsets.UTF_8);
        assertEquals(
                "'not-on-mondays' is not known to this version",
                assertThrows(MalformedInputException.class, () -> License.ofJson(json))
                        .reason());
    }
}
