package io.thor4j.cli.license;

import io.thor4j.cli.CommandFailure;
import io.thor4j.core.MalformedInputException;
import io.thor4j.core.Secret;
import io.thor4j.core.http.ApacheTransport;
import io.thor4j.core.http.HttpTransport;
import io.thor4j.core.http.ProxySettings;
import io.thor4j.core.http.Retry;
import io.thor4j.core.http.TlsTrust;
import io.thor4j.licensing.client.AsgardClient;
import io.thor4j.licensing.client.PortalClient;
import io.thor4j.licensing.host.HostPlatform;
import io.thor4j.licensing.host.LocalHost;
import io.thor4j.licensing.own.LicenseType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where licences are retrieved from: the options of THOR. Used by one thread. */
public final class RetrievalOptions {
    @Option(
            names = {"--asgard", "--asgard-host"},
            paramLabel = "HOST[:PORT]",
            description = "Retrieve the licence from this ASGARD, or from thor license serve. Default port: 8443.")
    private @Nullable String asgard;

    @Option(
            names = "--asgard-token",
            paramLabel = "TOKEN",
            description =
                    "The ASGARD's download token. THOR_ASGARD_TOKEN in the environment does the same, unseen by other users.")
    private @Nullable String asgardToken;

    @Option(
            names = "--asgard-api-key",
            paramLabel = "KEY",
            description = "A user's API key of the ASGARD. THOR_ASGARD_API_KEY in the environment does the same.")
    private @Nullable String asgardApiKey;

    @Option(
            names = {"--portal-key", "--portal-api-key"},
            paramLabel = "KEY",
            description = "Retrieve the licence from the customer portal with this key, or a contract's download token."
                    + " THOR_PORTAL_KEY in the environment does the same, unseen by other users.")
    private @Nullable String portalKey;

    @Option(
            names = "--portal-contracts",
            paramLabel = "ID",
            split = ",",
            description =
                    "Take it from the first of these contracts that has one left, such as 3,5. Default: the portal chooses.")
    private List<Long> portalContracts = new ArrayList<>();

    @Option(
            names = "--portal",
            paramLabel = "HOST[:PORT]",
            description = "The portal's address. Default: " + PortalClient.PORTAL + ".")
    private String portal = PortalClient.PORTAL;

    @Option(
            names = "--license-type",
            paramLabel = "TYPE",
            description =
                    "The type to retrieve: server or workstation; thor license serve has more. Default: what this system needs.")
    private @Nullable String type;

    @Option(names = "--ca", paramLabel = "FILE", description = "Trust the authorities in FILE (PEM) too.")
    private @Nullable Path authorities;

    @Option(names = "--no-system-ca", description = "Trust only the authorities of --ca.")
    private boolean noSystemAuthorities;

    @Option(
            names = "--pin",
            paramLabel = "SHA256",
            description = "Trust the server's certificate with this SHA-256, whoever signed it.")
    private @Nullable String pin;

    @Option(names = "--insecure", description = "Trust any certificate: the token may end up with somebody else.")
    private boolean insecure;

    /** For picocli. */
    public RetrievalOptions() {}

    /** Returns whether a server was named by an option; a variable of the environment alone does not start a retrieval. */
    public boolean named() {
        return asgard != null || portalKey != null;
    }

    /**
     * Returns the ASGARD, null when none was named.
     *
     * @param transport sends
     * @param environment the environment variables
     */
    public @Nullable AsgardClient asgard(HttpTransport transport, Map<String, String> environment) {
        if (asgard == null) {
            return null;
        }
        try {
            return new AsgardClient(
                    asgard,
                    secret(asgardToken, "THOR_ASGARD_TOKEN", environment),
                    secret(asgardApiKey, "THOR_ASGARD_API_KEY", environment),
                    transport,
                    Retry.brief());
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("--asgard: " + e.getMessage(), e);
        }
    }

    /**
     * Returns the portal, null when no key was given.
     *
     * @param transport sends
     * @param environment the environment variables
     */
    public @Nullable PortalClient portal(HttpTransport transport, Map<String, String> environment) {
        Secret key = secret(portalKey, "THOR_PORTAL_KEY", environment);
        try {
            return key == null ? null : new PortalClient(portal, key, transport, Retry.brief());
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("--portal: " + e.getMessage(), e);
        }
    }

    /** Returns the contracts in order. */
    public List<Long> contracts() {
        return portalContracts;
    }

    /** Returns the type to ask for. */
    public LicenseType type() {
        if (type == null) {
            HostPlatform platform = LocalHost.current().platform();
            return LicenseType.WORKSTATION.runsOn(platform) ? LicenseType.WORKSTATION : LicenseType.SERVER;
        }
        try {
            return LicenseType.ofKey(type);
        } catch (MalformedInputException e) {
            throw CommandFailure.usage("--license-type: " + e.getMessage(), e);
        }
    }

    /**
     * Opens the connection.
     *
     * @param environment the environment variables, for the proxy
     */
    public HttpTransport transport(Map<String, String> environment) {
        try {
            return ApacheTransport.builder()
                    .trust(trust())
                    .proxies(ProxySettings.of(environment))
                    .build();
        } catch (IllegalArgumentException | MalformedInputException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        }
    }

    private TlsTrust trust() {
        if ((pin != null ? 1 : 0) + (authorities != null ? 1 : 0) + (insecure ? 1 : 0) > 1) {
            throw CommandFailure.usage("--ca, --pin and --insecure exclude each other");
        }
        if (noSystemAuthorities && authorities == null) {
            throw CommandFailure.usage("--no-system-ca needs --ca");
        }
        if (insecure) {
            return TlsTrust.insecure();
        }
        if (pin != null) {
            return TlsTrust.pin(pin);
        }
        return authorities == null
                ? TlsTrust.system()
                : TlsTrust.authorities(List.of(InputFile.read(authorities)), !noSystemAuthorities);
    }

    private static @Nullable Secret secret(@Nullable String option, String variable, Map<String, String> environment) {
        String value = option != null ? option : environment.get(variable);
        try {
            return value == null || value.isEmpty() ? null : Secret.ofToken(value);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        }
    }
}
