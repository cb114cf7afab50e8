package io.thor4j.cli.license;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.Terminal;
import io.thor4j.core.LicenseException;
import io.thor4j.core.LicensePolicy;
import io.thor4j.core.LicensedUse;
import io.thor4j.core.http.HttpTransport;
import io.thor4j.licensing.RequireValid;
import io.thor4j.licensing.client.AsgardClient;
import io.thor4j.licensing.client.PortalClient;
import io.thor4j.licensing.file.LicenseCheck;
import io.thor4j.licensing.file.LicenseJudge;
import io.thor4j.licensing.file.LicenseSearch;
import io.thor4j.licensing.host.HostName;
import io.thor4j.licensing.own.Verdict.State;
import io.thor4j.scan.ThorScannerBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options of a scan about licences. thor's own scan needs none: without them nothing is looked for. With {@code --trust} a valid licence
 * of that issuer is needed; with a server alone, its licence is stored for THOR. Used by one thread.
 */
public final class ScanLicense {
    /** THOR shows ten (thor-scanner.md section 1.3). */
    private static final int SHOWN = 10;

    @Option(
            names = {"--license-path", "--licensepath"},
            paramLabel = "DIR",
            description = "Look for licences in DIR, and store retrieved ones there. Default: this folder.")
    private @Nullable Path folder;

    @Mixin
    private RetrievalOptions retrieval = new RetrievalOptions();

    @Mixin
    private TrustOptions trust = new TrustOptions();

    /** For picocli. */
    public ScanLicense() {}

    /**
     * Retrieves and checks licences as the options say, and sets the scan's gate.
     *
     * @param builder the scan
     * @param terminal where licences are shown
     * @param environment the environment variables
     * @throws CommandFailure when there is no licence that was asked for
     */
    public void addTo(ThorScannerBuilder builder, Terminal terminal, Map<String, String> environment) {
        builder.licensePolicy(policy(LicensedUse.SCAN, terminal, environment));
    }

    /**
     * Retrieves and checks licences as the options say.
     *
     * @param use what they have to allow
     * @param terminal where licences are shown
     * @param environment the environment variables
     * @return the gate
     * @throws CommandFailure when there is no licence that was asked for
     */
    public LicensePolicy policy(LicensedUse use, Terminal terminal, Map<String, String> environment) {
        if (!trust.given() && !retrieval.named()) {
            return LicensePolicy.OPEN;
        }
        HostName host = TrustOptions.host(null);
        LicenseJudge judge = trust.judge(host);
        Path place = folder == null ? Path.of(".") : folder;
        try (HttpTransport transport = retrieval.transport(environment)) {
            LicenseSearch.Builder search = LicenseSearch.builder(judge, place).environment(environment);
            AsgardClient asgard = retrieval.asgard(transport, environment);
            if (asgard != null) {
                search.server(host, asgard.source(retrieval.type()));
            }
            PortalClient portal = retrieval.portal(transport, environment);
            if (portal != null) {
                search.server(host, portal.source(retrieval.contracts(), retrieval.type()));
            }
            LicenseSearch.Result result = search.build().find();
            result.checks().stream().limit(SHOWN).forEach(check -> terminal.message("Info " + check.line()));
            if (trust.given()) {
                RequireValid.of(search.build()).require(use);
            } else {
                requireRetrieved(result);
            }
        } catch (LicenseException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        }
        return trust.given()
                ? RequireValid.of(LicenseSearch.builder(judge, place)
                        .environment(environment)
                        .build())
                : LicensePolicy.OPEN;
    }

    /** The servers are asked last, so the last check is the answer of one. */
    private static void requireRetrieved(LicenseSearch.Result result) {
        LicenseCheck last = result.checks().get(result.checks().size() - 1);
        if (last.verdict().state() == State.DAMAGED) {
            throw CommandFailure.usage(
                    "no licence from " + last.source() + ": " + last.verdict().reason());
        }
    }
}
