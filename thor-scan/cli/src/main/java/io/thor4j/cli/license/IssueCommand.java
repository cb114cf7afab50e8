package io.thor4j.cli.license;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.core.MalformedInputException;
import io.thor4j.licensing.file.LicenseFolder;
import io.thor4j.licensing.host.HostHash;
import io.thor4j.licensing.own.IssuedLicense;
import io.thor4j.licensing.own.LicenseIssuer;
import io.thor4j.licensing.own.LicenseTerms;
import io.thor4j.licensing.own.LicenseType;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code thor license issue}. Used by one thread. */
@Command(
        name = "issue",
        description = {
            "Issues a licence of thor's own format, for a product that embeds thor.",
            "The key's passphrase, if it has one, is taken from THOR_ISSUER_PASSPHRASE in the environment."
        })
final class IssueCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Map<String, String> environment;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "The issuer's key, as thor license keygen writes it.")
    @SuppressWarnings("NullAway.Init") // required
    private Path key;

    @Option(names = "--owner", required = true, paramLabel = "NAME", description = "Whom it is issued to.")
    @SuppressWarnings("NullAway.Init") // required
    private String owner;

    @Option(
            names = {"--type", "--license-type"},
            required = true,
            paramLabel = "TYPE",
            description =
                    "workstation, server, incident-response, forensic-lab, service, deep-forensics, lite or silent.")
    @SuppressWarnings("NullAway.Init") // required
    private String type;

    @Option(names = "--host", paramLabel = "NAME", description = "The host it is for.")
    private @Nullable String host;

    @Option(names = "--hash", paramLabel = "HASH", description = "The host it is for, by its hash.")
    private @Nullable String hash;

    @Option(names = "--feature", paramLabel = "NAME", description = "What it grants beyond its type. May be repeated.")
    private List<String> features = new ArrayList<>();

    @Option(
            names = "--quota",
            paramLabel = "N",
            description = "A number for the product to enforce; 0 for none. Default: 0.")
    private long quota;

    @Option(names = "--product", paramLabel = "NAME", description = "The product it is for. Default: thor.")
    private String product = LicenseTerms.THOR;

    @Option(names = "--starts", paramLabel = "DATE", description = "Its first day, such as 2026-11-22. Default: today.")
    private @Nullable LocalDate starts;

    @Option(names = "--expires", paramLabel = "DATE", description = "Its last day. Default: 365 days after the first.")
    private @Nullable LocalDate expires;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE",
            description = "Where it goes.")
    @SuppressWarnings("NullAway.Init") // required
    private Path out;

    IssueCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        LicenseIssuer issuer =
                new LicenseIssuer(IssuerKeyFile.read(key, environment), Clock.systemUTC(), new SecureRandom());
        IssuedLicense issued = issuer.issue(terms());
        try {
            LicenseFolder.write(out, issued.file());
        } catch (IOException e) {
            throw CommandFailure.usage("could not write: " + out, e);
        }
        terminal.line("licence " + issued.license().id() + " of key " + issuer.keyId() + ": " + out);
        return ExitCodes.OK;
    }

    private LicenseTerms terms() {
        if (host != null && hash != null) {
            throw CommandFailure.usage("--host and --hash exclude each other");
        }
        LocalDate first = starts == null ? LocalDate.now(ZoneOffset.UTC) : starts;
        try {
            HostHash bound =
                    host != null ? HostHash.of(TrustOptions.host(host)) : hash == null ? null : HostHash.parse(hash);
            return new LicenseTerms(
                    owner,
                    LicenseType.ofKey(type),
                    bound,
                    new HashSet<>(features),
                    quota,
                    product,
                    first,
                    expires == null ? first.plusDays(365) : expires);
        } catch (IllegalArgumentException | MalformedInputException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        }
    }
}
