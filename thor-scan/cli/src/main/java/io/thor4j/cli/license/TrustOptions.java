package io.thor4j.cli.license;

import io.thor4j.cli.CommandFailure;
import io.thor4j.core.MalformedInputException;
import io.thor4j.licensing.file.LicenseJudge;
import io.thor4j.licensing.host.HostHash;
import io.thor4j.licensing.host.HostName;
import io.thor4j.licensing.host.LocalHost;
import io.thor4j.licensing.own.FileClockMemory;
import io.thor4j.licensing.own.LicenseTerms;
import io.thor4j.licensing.own.LicenseVerifier;
import io.thor4j.licensing.own.RevocationList;
import io.thor4j.licensing.own.TrustAnchor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whose licences are believed, and for which host. Used by one thread. */
public final class TrustOptions {
    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description =
                    "Believe the issuer whose trust anchor is in FILE, as thor license keygen writes it. May be repeated.")
    private List<Path> trust = new ArrayList<>();

    @Option(
            names = "--revocations",
            paramLabel = "FILE",
            description = "Refuse the licences and keys that FILE revokes.")
    private @Nullable Path revocations;

    @Option(
            names = "--grace-days",
            paramLabel = "N",
            description = "Accept licences for so many days after their last. Default: ${DEFAULT-VALUE}.")
    private int graceDays;

    @Option(
            names = "--clock-memory",
            paramLabel = "FILE",
            description =
                    "Remember in FILE when a licence was used last, and refuse them when the clock was set back since.")
    private @Nullable Path clockMemory;

    @Option(
            names = "--product",
            paramLabel = "NAME",
            description = "The product that licences have to be for. Default: thor.")
    private String product = LicenseTerms.THOR;

    /** For picocli. */
    public TrustOptions() {}

    /** Returns whether an issuer is believed at all. */
    public boolean given() {
        return !trust.isEmpty();
    }

    /**
     * Returns what judges licences.
     *
     * @param host the host they have to be for
     */
    public LicenseJudge judge(HostName host) {
        List<TrustAnchor> anchors = trust.stream()
                .map(file -> InputFile.read(file, TrustAnchor::parse))
                .toList();
        try {
            LicenseVerifier.Builder verifier = LicenseVerifier.builder(anchors)
                    .host(HostHash.of(host), LocalHost.current().platform())
                    .scanner(product)
                    .graceDays(graceDays);
            if (revocations != null) {
                verifier.revocations(InputFile.read(revocations, file -> RevocationList.parse(file, anchors)));
            }
            if (clockMemory != null) {
                if (anchors.isEmpty()) {
                    throw CommandFailure.usage("--clock-memory needs --trust");
                }
                verifier.clockMemory(new FileClockMemory(clockMemory, anchors.get(0)));
            }
            return new LicenseJudge(verifier.build());
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Returns the host that was named, or this one.
     *
     * @param name the name, or null
     */
    static HostName host(@Nullable String name) {
        try {
            return name == null ? LocalHost.current().name() : HostName.of(name);
        } catch (MalformedInputException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        }
    }
}
