package io.thor4j.licensing.own;

import io.thor4j.core.MalformedInputException;
import io.thor4j.licensing.host.HostHash;
import io.thor4j.licensing.host.HostPlatform;
import io.thor4j.licensing.own.Verdict.State;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges licences of thor's own format for one host. Whatever bytes it gets, it answers with a {@link Verdict} and throws nothing. Immutable
 * but for its {@link ClockMemory}, may be shared by threads.
 *
 * <pre>{@code
 * LicenseVerifier verifier = LicenseVerifier.builder(List.of(anchor)).host(HostHash.of(name), platform).build();
 * Verdict verdict = verifier.verify(Files.readAllBytes(file));
 * }</pre>
 */
public final class LicenseVerifier {
    private static final Logger LOG = LoggerFactory.getLogger(LicenseVerifier.class);

    private final List<TrustAnchor> anchors;
    private final @Nullable HostHash host;
    private final @Nullable HostPlatform platform;
    private final String scanner;
    private final Clock clock;
    private final int graceDays;
    private final Duration clockTolerance;
    private final RevocationList revocations;
    private final @Nullable ClockMemory clockMemory;

    private LicenseVerifier(Builder builder) {
        anchors = List.copyOf(builder.anchors);
        host = builder.host;
        platform = builder.platform;
        scanner = builder.scanner;
        clock = builder.clock;
        graceDays = builder.graceDays;
        clockTolerance = builder.clockTolerance;
        revocations = builder.revocations;
        clockMemory = builder.clockMemory;
    }

    /**
     * Starts a verifier.
     *
     * @param anchors the trusted keys
     */
    public static Builder builder(Collection<TrustAnchor> anchors) {
        return new Builder(anchors);
    }

    /**
     * Judges a licence file.
     *
     * @param file its bytes, whatever they are
     * @return the verdict
     */
    public Verdict verify(byte[] file) {
        if (!LicenseFormat.begins(file)) {
            return damaged("not a licence of thor's format");
        }
        if (file.length < LicenseFormat.MIN_BYTES) {
            return damaged("only " + file.length + " bytes, a licence has at least " + LicenseFormat.MIN_BYTES);
        }
        if (file.length > LicenseFormat.MAX_BYTES) {
            return damaged(file.length + " bytes, a licence has at most " + LicenseFormat.MAX_BYTES);
        }
        KeyId key = KeyId.at(file, LicenseFormat.KEY_ID_OFFSET);
        for (TrustAnchor anchor : anchors) {
            if (anchor.id().equals(key)) {
                return verify(file, anchor);
            }
        }
        return new Verdict(State.UNTRUSTED, "issued with the key " + key + ", which is not trusted here", null);
    }

    private Verdict verify(byte[] file, TrustAnchor anchor) {
        byte[] header = Arrays.copyOf(file, LicenseFormat.HEADER_BYTES);
        byte[] nonce = Arrays.copyOfRange(header, LicenseFormat.NONCE_OFFSET, LicenseFormat.HEADER_BYTES);
        byte[] plain;
        try {
            plain = anchor.seal().open(nonce, header, file, LicenseFormat.HEADER_BYTES);
        } catch (GeneralSecurityException | ProviderException e) {
            return damaged("damaged or altered");
        }
        byte[] signature = Arrays.copyOf(plain, Ed25519.SIGNATURE_BYTES);
        byte[] content = Arrays.copyOfRange(plain, Ed25519.SIGNATURE_BYTES, plain.length);
        if (!Ed25519.verifies(anchor.publicKey(), signature, header, content)) {
            return damaged("altered: its signature does not fit");
        }
        try {
            return judge(License.ofJson(content), anchor);
        } catch (MalformedInputException e) {
            return damaged("signed by its issuer, but not understood by this version: " + e.reason());
        }
    }

    private static Verdict damaged(String reason) {
        return new Verdict(State.DAMAGED, reason, null);
    }

    private Verdict judge(License license, TrustAnchor anchor) {
        LicenseTerms terms = license.terms();
        if (!anchor.wasInUse(license.issued())) {
            return new Verdict(
                    State.UNTRUSTED,
                    "issued at " + license.issued() + ", when the key " + anchor.id() + " was not in use",
                    null);
        }
        if (revocations.revokes(anchor.id())) {
            return new Verdict(State.REVOKED, "issued with the key " + anchor.id() + ", which was revoked", license);
        }
        if (revocations.revokes(license.id())) {
            return new Verdict(State.REVOKED, "revoked by its issuer", license);
        }
        if (!terms.scanner().equals(scanner)) {
            return new Verdict(State.OTHER_PRODUCT, "for " + terms.scanner() + ", not for " + scanner, license);
        }
        HostHash bound = terms.host();
        if (bound != null && (host == null || !bound.equals(host))) {
            String here = host == null ? "of this host is not known" : "of this host is " + host;
            return new Verdict(State.OTHER_HOST, "for the host with hash " + bound + ", the hash " + here, license);
        }
        if (platform != null && !terms.type().runsOn(platform)) {
            return new Verdict(
                    State.OTHER_PLATFORM,
                    "a " + terms.type().text() + " licence is not for " + platform.text() + ", it needs a "
                            + LicenseType.SERVER.text() + " licence",
                    license);
        }
        return judgeTime(license);
    }

    private Verdict judgeTime(License license) {
        LicenseTerms terms = license.terms();
        Instant now = clock.instant();
        if (now.plus(clockTolerance).isBefore(license.issued())) {
            return new Verdict(
                    State.CLOCK_SET_BACK,
                    "this host's clock says " + now + ", which is before the licence was issued, at "
                            + license.issued(),
                    license);
        }
        Instant latest;
        try {
            latest = clockMemory == null ? null : clockMemory.latest();
        } catch (IOException | MalformedInputException e) {
            return new Verdict(
                    State.CLOCK_SET_BACK,
                    "the memory of this host's clock is not readable: " + e.getMessage(),
                    license);
        }
        if (latest != null && now.plus(clockTolerance).isBefore(latest)) {
            return new Verdict(
                    State.CLOCK_SET_BACK,
                    "this host's clock says " + now + ", but a licence was already used at " + latest,
                    license);
        }
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        if (today.isBefore(terms.starts())) {
            return new Verdict(State.NOT_STARTED, "starts on " + terms.starts(), license);
        }
        if (today.isAfter(terms.expires())) {
            LocalDate last = terms.expires().plusDays(graceDays);
            return today.isAfter(last)
                    ? new Verdict(State.EXPIRED, "expired on " + terms.expires(), license)
                    : new Verdict(State.GRACE, "expired on " + terms.expires() + ", accepted until " + last, license);
        }
        remember(now);
        return new Verdict(State.VALID, "", license);
    }

    /* Only while the licence is valid: a clock that jumped far ahead finds it expired, and is not held against the host later. */
    private void remember(Instant now) {
        if (clockMemory != null) {
            try {
                clockMemory.remember(now);
            } catch (IOException | MalformedInputException e) {
                // A full or read-only disk must not stop a licensed product.
                LOG.warn("The time could not be remembered: {}", e.getMessage());
            }
        }
    }

    /** Returns the trusted keys. */
    public List<TrustAnchor> anchors() {
        return anchors;
    }

    /** Collects what a verifier needs. For one thread. */
    public static final class Builder {
        private final List<TrustAnchor> anchors;
        private @Nullable HostHash host;
        private @Nullable HostPlatform platform;
        private String scanner = LicenseTerms.THOR;
        private Clock clock = Clock.systemUTC();
        private int graceDays;
        private Duration clockTolerance = Duration.ofHours(1);
        private RevocationList revocations = RevocationList.EMPTY;
        private @Nullable ClockMemory clockMemory;

        private Builder(Collection<TrustAnchor> anchors) {
            this.anchors = new ArrayList<>(anchors);
        }

        /**
         * Sets the host that licences must be good for. Without it only licences that are not bound to a host are valid.
         *
         * @param hash the host
         * @param kind its system
         * @return this
         */
        public Builder host(HostHash hash, HostPlatform kind) {
            host = Objects.requireNonNull(hash, "hash");
            platform = Objects.requireNonNull(kind, "kind");
            return this;
        }

        /**
         * Sets the product that licences must be for, {@code thor} by default.
         *
         * @param name the product
         * @return this
         */
        public Builder scanner(String name) {
            scanner = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Sets the clock.
         *
         * @param value the clock
         * @return this
         */
        public Builder clock(Clock value) {
            clock = Objects.requireNonNull(value, "clock");
            return this;
        }

        /**
         * Sets how long an expired licence is still accepted, 0 by default.
         *
         * @param days the days after the last one, 0 to 3660
         * @return this
         * @throws IllegalArgumentException when it is something else
         */
        public Builder graceDays(int days) {
            if (days < 0 || days > 3660) {
                throw new IllegalArgumentException("days of grace: " + days);
            }
            graceDays = days;
            return this;
        }

        /**
         * Sets how far the clock may go back unnoticed, one hour by default.
         *
         * @param tolerance the time
         * @return this
         */
        public Builder clockTolerance(Duration tolerance) {
            clockTolerance = Objects.requireNonNull(tolerance, "tolerance");
            return this;
        }

        /**
         * Sets what was revoked.
         *
         * @param list the list
         * @return this
         */
        public Builder revocations(RevocationList list) {
            revocations = Objects.requireNonNull(list, "list");
            return this;
        }

        /**
         * Sets what remembers the clock. Without it only the time of issue shows that the clock was set back.
         *
         * @param memory the memory
         * @return this
         */
        public Builder clockMemory(ClockMemory memory) {
            clockMemory = Objects.requireNonNull(memory, "memory");
            return this;
        }

        /** Returns the verifier. */
        public LicenseVerifier build() {
            return new LicenseVerifier(this);
        }
    }
}
