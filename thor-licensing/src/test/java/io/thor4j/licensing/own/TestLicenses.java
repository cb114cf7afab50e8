package io.thor4j.licensing.own;

import io.thor4j.licensing.host.HostHash;
import io.thor4j.licensing.host.HostName;
import io.thor4j.licensing.host.HostPlatform;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;

/** Keys, terms and verifiers for tests. */
public final class TestLicenses {
    public static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    public static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
    public static final HostName HOST = HostName.of("SRV001");
    public static final SecureRandom RANDOM = new SecureRandom();
    public static final IssuerKey KEY = IssuerKey.generate(RANDOM, at(NOW.minusSeconds(86_400)));

    private TestLicenses() {}

    public static Clock at(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    public static LicenseIssuer issuer(Instant now) {
        return new LicenseIssuer(KEY, at(now), RANDOM);
    }

    public static LicenseTerms terms(LicenseType type) {
        return new LicenseTerms(
                "ACME Inc",
                type,
                type.hostBound() ? HostHash.of(HOST) : null,
                Set.of(),
                0,
                LicenseTerms.THOR,
                TODAY,
                TODAY.plusDays(30));
    }

    public static byte[] file(LicenseType type) {
        return issuer(NOW).issue(terms(type)).file();
    }

    /** A verifier on the host at the given time. */
    public static LicenseVerifier.Builder verifier(Instant now) {
        return LicenseVerifier.builder(List.of(KEY.anchor()))
                .host(HostHash.of(HOST), HostPlatform.LINUX)
                .clock(at(now));
    }
}
