package io.thor4j.cli.collect;

import io.thor4j.cli.CommandFailure;
import io.thor4j.core.MalformedInputException;
import io.thor4j.core.http.ProxySettings;
import io.thor4j.thunderstorm.client.ApiGeneration;
import io.thor4j.thunderstorm.client.ThunderstormClient;
import io.thor4j.thunderstorm.transport.ConnectionSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which server files are sent to, with the names of the vendor's collector. Used by one thread. */
public final class ServerOptions {
    private static final int MAX_PORT = 65_535;

    @Option(
            names = {"-s", "--thunderstorm-server"},
            paramLabel = "HOST",
            description = "The server's name or address.")
    private @Nullable String server;

    @Option(names = "--port", paramLabel = "PORT", description = "The server's port; 8080 by default.")
    private int port = 8080;

    @Option(names = "--ssl", description = "Use HTTPS. The server's certificate is checked.")
    private boolean ssl;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Trust the certificates in FILE (PEM) beside those that Java trusts. May be repeated.")
    private List<String> authorities = new ArrayList<>();

    @Option(
            names = "--insecure",
            description = "Do not check the server's certificate: who sits between can read everything.")
    private boolean insecure;

    @Option(
            names = "--http-proxy",
            paramLabel = "URL",
            description =
                    "Go through this proxy, http://user:password@host:port; HTTP_PROXY, HTTPS_PROXY and NO_PROXY of the environment"
                            + " by default.")
    private @Nullable String proxy;

    @Option(
            names = {"-o", "--source"},
            paramLabel = "NAME",
            description = "This machine's name in the server's log; the host name by default.")
    private @Nullable String source;

    @Option(names = "--client-cert", paramLabel = "FILE", description = "Show this certificate (PEM) to the server.")
    private @Nullable String clientCertificate;

    @Option(
            names = "--client-key",
            paramLabel = "FILE",
            description = "The certificate's key (PEM, PKCS#8, no password).")
    private @Nullable String clientKey;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with a token for the server; THUNDERSTORM_TOKEN of the environment by default.")
    private @Nullable String tokenFile;

    @Option(names = "--api-v1", description = "Use the paths of THOR 11, /api/v1, instead of /api.")
    private boolean v1;

    /** For picocli. */
    public ServerOptions() {}

    /** Tells whether a server was named. */
    boolean named() {
        return server != null;
    }

    /** Returns the name of this machine for the server. */
    String source() {
        String name = source;
        if (name != null) {
            return name;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }

    /** Returns the server's address. */
    URI address() {
        String host = server;
        if (host == null) {
            throw CommandFailure.usage("say which server: --thunderstorm-server HOST");
        }
        if (port < 1 || port > MAX_PORT) {
            throw CommandFailure.usage("not a port: " + port);
        }
        boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
        try {
            return URI.create((ssl ? "https://" : "http://") + (bare ? "[" + host + "]" : host) + ":" + port);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("not the name or address of a server: " + host, e);
        }
    }

    /**
     * Makes the client.
     *
     * @param environment where proxy and token may be
     */
    ThunderstormClient client(Map<String, String> environment) {
        URI address = address();
        if (!ssl && (insecure || !authorities.isEmpty() || clientCertificate != null)) {
            throw CommandFailure.usage("--ca, --insecure and --client-cert need --ssl");
        }
        try {
            ConnectionSettings.Builder connection = ConnectionSettings.builder()
                    .insecure(insecure)
                    .proxies(proxies(proxy, environment))
                    .bearerToken(token(environment));
            for (String file : authorities) {
                connection.authorities(read(file));
            }
            if ((clientCertificate == null) != (clientKey == null)) {
                throw CommandFailure.usage("--client-cert and --client-key go together");
            }
            if (clientCertificate != null && clientKey != null) {
                connection.clientCertificate(read(clientCertificate), read(clientKey));
            }
            return ThunderstormClient.builder(address)
                    .connection(connection.build())
                    .generation(v1 ? ApiGeneration.V1 : ApiGeneration.V10)
                    .source(source())
                    .build();
        } catch (IllegalArgumentException | MalformedInputException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        }
    }

    private @Nullable String token(Map<String, String> environment) {
        if (tokenFile != null) {
            return new String(read(tokenFile), StandardCharsets.UTF_8).strip();
        }
        String token = environment.get("THUNDERSTORM_TOKEN");
        return token == null || token.isBlank() ? null : token.strip();
    }

    /**
     * Returns the proxies to use.
     *
     * @param option the value of the option, null when it was not given
     * @param environment the variables that count without it
     * @throws IllegalArgumentException when it is no address of a proxy
     */
    public static ProxySettings proxies(@Nullable String option, Map<String, String> environment) {
        return option == null || option.isBlank() ? ProxySettings.of(environment) : ProxySettings.always(option);
    }

    /**
     * Reads a small file that an option names.
     *
     * @param file its path
     */
    public static byte[] read(String file) {
        try (java.io.InputStream in = Files.newInputStream(Path.of(file))) {
            return in.readNBytes(16 << 20);
        } catch (IOException | InvalidPathException e) {
            throw CommandFailure.usage("could not read file: " + file, e);
        }
    }
}
