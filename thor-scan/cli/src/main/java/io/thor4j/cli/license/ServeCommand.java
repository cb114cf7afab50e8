package io.thor4j.cli.license;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.StopOnSignal;
import io.thor4j.cli.Terminal;
import io.thor4j.core.ThorException;
import io.thor4j.licensing.own.LicenseIssuer;
import io.thor4j.licensing.service.LicenseServer;
import io.thor4j.licensing.service.LicenseService;
import io.thor4j.licensing.service.LicenseStore;
import io.thor4j.licensing.service.PemKeys;
import io.thor4j.licensing.service.ServiceConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code thor license serve}. Used by one thread. */
@Command(
        name = "serve",
        description = {
            "Runs a licence service that answers the calls of ASGARD and the customer portal with licences of thor's own format.",
            "The contracts file is JSON: {\"contracts\": [{\"id\": 3, \"owner\": \"ACME Inc\", \"type\": \"server\", \"quota\": 50, \"starts\":"
                    + " \"2026-01-01\", \"expires\": \"2026-12-31\"}], \"download-tokens\": [\"...\"], \"api-keys\": [{\"key\": \"...\","
                    + " \"contracts\": [3]}]}. Contracts and tokens are stored, and stay when the file is not given again."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it was stopped", "2:could not start"})
final class ServeCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Map<String, String> environment;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "The issuer's key, as thor license keygen writes it.")
    @SuppressWarnings("NullAway.Init") // required
    private Path key;

    @Option(
            names = "--store",
            paramLabel = "FILE|JDBC-URL",
            description =
                    "Where licences are kept: a file (SQLite), or jdbc:postgresql://HOST/DATABASE?user=... THOR_LICENSE_STORE in the"
                            + " environment does the same, unseen by other users. Default: licenses.db.")
    private @Nullable String store;

    @Option(names = "--contracts", paramLabel = "FILE", description = "Contracts and tokens to add or change.")
    private @Nullable Path contracts;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS:PORT",
            description = "Where it listens; port 0 for any. Default: 127.0.0.1:8443.")
    private String listen = "127.0.0.1:" + LicenseServer.PORT;

    @Option(names = "--cert", paramLabel = "FILE", description = "The server's certificate (PEM), for TLS.")
    private @Nullable Path certificate;

    @Option(names = "--cert-key", paramLabel = "FILE", description = "The certificate's private key (PEM, PKCS#8).")
    private @Nullable Path certificateKey;

    @Option(names = "--plain-http", description = "Answer without TLS on an address that other hosts reach, too.")
    private boolean plainHttp;

    @Option(names = "--no-token", description = "Issue to everybody: ask for no download token.")
    private boolean noToken;

    ServeCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        int colon = listen.lastIndexOf(':');
        if (colon < 1) {
            throw CommandFailure.usage("--listen is ADDRESS:PORT, not '" + listen + "'");
        }
        String address = listen.substring(0, colon);
        if (certificate == null && !plainHttp && !isLoopback(address)) {
            throw CommandFailure.usage(
                    "tokens and licences would go over the network in clear: give --cert and --cert-key, or --plain-http");
        }
        StopOnSignal signal = null;
        try (LicenseServer server = start(address, port(listen.substring(colon + 1)))) {
            signal = new StopOnSignal(server::close, ExitCodes.OK);
            terminal.message("thor: listening on " + server.address());
            server.join();
            return ExitCodes.OK;
        } catch (InterruptedException e) {
            return ExitCodes.OK;
        } catch (ThorException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        } finally {
            if (signal != null) {
                signal.close();
            }
        }
    }

    private LicenseServer start(String address, int port) {
        LicenseIssuer issuer =
                new LicenseIssuer(IssuerKeyFile.read(key, environment), Clock.systemUTC(), new SecureRandom());
        LicenseService service = new LicenseService(LicenseStore.open(storeUrl()), issuer, Clock.systemUTC(), noToken);
        if (contracts != null) {
            try {
                InputFile.read(contracts, ServiceConfig::parse).applyTo(service);
            } catch (IllegalArgumentException e) {
                throw CommandFailure.usage(contracts + ": " + e.getMessage(), e);
            }
        }
        LicenseServer.Builder builder = LicenseServer.builder(service).listen(address, port);
        if (certificate != null) {
            if (certificateKey == null) {
                throw CommandFailure.usage("--cert needs --cert-key");
            }
            byte[] random = new byte[16];
            new SecureRandom().nextBytes(random);
            char[] password = HexFormat.of().formatHex(random).toCharArray();
            builder.tls(PemKeys.read(InputFile.read(certificate), InputFile.read(certificateKey), password), password);
        }
        return builder.start();
    }

    private String storeUrl() {
        String given = store != null ? store : environment.getOrDefault("THOR_LICENSE_STORE", "licenses.db");
        return given.startsWith("jdbc:") ? given : "jdbc:sqlite:" + given;
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= 0xffff) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw CommandFailure.usage("not a port: '" + text + "'", e);
        }
        throw CommandFailure.usage("not a port: '" + text + "'");
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw CommandFailure.usage("--listen: no such address: '" + address + "'", e);
        }
    }
}
