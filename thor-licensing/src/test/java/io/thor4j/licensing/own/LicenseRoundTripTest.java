package io.thor4j.licensing.own;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.licensing.host.HostHash;
import io.thor4j.licensing.host.HostName;
import io.thor4j.licensing.host.HostPlatform;
import io.thor4j.licensing.own.Verdict.State;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Laws of issue and verify, over all types, dates and hosts. */
class LicenseRoundTripTest {
    private static final IssuerKey KEY = IssuerKey.generate(TestLicenses.RANDOM, TestLicenses.at(Instant.EPOCH));

    @Provide
    Arbitrary<String> hosts() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .withCharRange('0', '9')
                .withChars('-', 'ä', 'Ö', '_')
                .ofMinLength(1)
                .ofMaxLength(63);
    }

    @Provide
    Arbitrary<LicenseTerms> terms() {
        Arbitrary<String> texts = Arbitraries.strings()
                .withChars("abc XYZ:\"\\äß漢\uD83D\uDE00{}'<>&")
                .ofMinLength(1)
                .ofMaxLength(60)
                .map(text -> "x" + text.replace("\uD83D", "").replace("\uDE00", "") + "y");
        Arbitrary<Set<String>> features = Arbitraries.of("lab", "sigma", "eventlog", "my-product", "ß")
                .set()
                .ofMaxSize(5);
        return Combinators.combine(
                        texts,
                        Arbitraries.of(LicenseType.class),
                        hosts(),
                        features,
                        Arbitraries.longs().between(0, Long.MAX_VALUE),
                        Arbitraries.longs().between(0, LocalDate.of(9990, 1, 1).toEpochDay()),
                        Arbitraries.longs().between(0, 3000))
                .as((owner, type, host, more, quota, starts, days) -> new LicenseTerms(
                        owner,
                        type,
                        type.hostBound() ? HostHash.of(HostName.of(host)) : null,
                        more,
                        quota,
                        LicenseTerms.THOR,
                        LocalDate.ofEpochDay(starts),
                        LocalDate.ofEpochDay(starts + days)));
    }

    private static Instant noon(LocalDate day) {
        return day.atTime(12, 0).toInstant(ZoneOffset.UTC);
    }

    private static Verdict verify(byte[] file, LicenseTerms terms, HostHash host, Instant now) {
        return LicenseVerifier.builder(List.of(KEY.anchor()))
                .host(host, HostPlatform.WINDOWS_WORKSTATION)
                .clock(TestLicenses.at(now))
                .build()
                .verify(file);
    }

    private static byte[] issue(LicenseTerms terms) {
        return new LicenseIssuer(KEY, TestLicenses.at(noon(terms.starts())), TestLicenses.RANDOM)
                .issue(terms)
                .file();
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void whatIsIssuedIsVerifiedWithTheSameTermsOnEachOfItsDays(
            @ForAll("terms") LicenseTerms terms, @ForAll @IntRange(max = 3000) int day) {
        HostHash host = terms.host() == null ? HostHash.of(HostName.of("any")) : terms.host();
        byte[] file = issue(terms);
        LocalDate today = terms.starts()
                .plusDays(Math.min(
                        day, terms.expires().toEpochDay() - terms.starts().toEpochDay()));
        Verdict verdict = verify(file, terms, host, noon(today));
        assertEquals(State.VALID, verdict.state(), verdict.reason());
        assertEquals(terms, verdict.license().terms());
        assertTrue(file.length >= 800 && file.length % 256 == 0);
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void noDayAfterTheLastIsValid(
            @ForAll("terms") LicenseTerms terms, @ForAll @IntRange(min = 1, max = 2000) int after) {
        HostHash host = terms.host() == null ? HostHash.of(HostName.of("any")) : terms.host();
        Verdict verdict = verify(issue(terms), terms, host, noon(terms.expires().plusDays(after)));
        assertEquals(State.EXPIRED, verdict.state());
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void noOtherHostIsValidUnlessTheTypeIsNotBound(@ForAll("terms") LicenseTerms terms, @ForAll("hosts") String other) {
        HostHash host = HostHash.of(HostName.of(other));
        Verdict verdict = verify(issue(terms), terms, host, noon(terms.starts()));
        assertEquals(terms.host() == null || terms.host().equals(host), verdict.valid());
    }

    @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
    void theTermsCannotBeReadFromTheFile(@ForAll("terms") LicenseTerms terms) {
        String latin = new String(issue(terms), StandardCharsets.ISO_8859_1);
        assertFalse(latin.contains("owner") || latin.contains("expires"));
        assertTrue(terms.host() == null || !latin.contains(terms.host().text()));
    }

    /* By hand, because generating the edge cases of all seven parts took longer than the property itself. */
    @Example
    void theFirstAndTheLastDayThereIsAndTheLongestTextsWork() {
        for (LicenseType type : LicenseType.values()) {
            HostHash host = HostHash.of(HostName.of("x".repeat(255)));
            LicenseTerms terms = new LicenseTerms(
                    "\u00fc".repeat(200),
                    type,
                    host,
                    Set.of("f".repeat(64)),
                    Long.MAX_VALUE,
                    LicenseTerms.THOR,
                    LocalDate.of(1970, 1, 1),
                    LocalDate.of(9999, 12, 31));
            byte[] file = issue(terms);
            assertEquals(
                    terms,
                    verify(file, terms, host, noon(terms.starts())).license().terms());
            assertTrue(verify(file, terms, host, noon(terms.expires())).valid());
        }
    }
}
