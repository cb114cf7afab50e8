package io.thor4j.cli.thunderstorm;

import io.thor4j.cli.CommandFailure;
import io.thor4j.licensing.service.PemKeys;
import io.thor4j.thunderstorm.server.Client;
import io.thor4j.thunderstorm.server.ThunderstormBuilder;
import io.thor4j.thunderstorm.server.ThunderstormServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where the service listens, and to whom. Used by one thread. */
final class ServiceAddress {
    private static final int MAX_BYTES = 4 << 20;
    private static final Pattern BLANKS = Pattern.compile("[ \t]+");

    @Option(
            names = {"--server-host", "--host"},
            paramLabel = "ADDRESS",
            description = "Where it listens. Default: ${DEFAULT-VALUE}.")
    private String host = "127.0.0.1";

    @Option(
            names = {"--server-port", "--port"},
            paramLabel = "PORT",
            description = "The port, 0 for any that is free. Default: ${DEFAULT-VALUE}.")
    private int port = ThunderstormServer.PORT;

    @Option(
            names = {"--server-cert", "--cert"},
            paramLabel = "FILE",
            description = "The server's certificate (PEM), for TLS. Without it the service speaks plain HTTP.")
    private @Nullable Path certificate;

    @Option(
            names = {"--server-key", "--key"},
            paramLabel = "FILE",
            description = "The certificate's private key (PEM, PKCS#8).")
    private @Nullable Path key;

    @Option(
            names = "--tokens",
            paramLabel = "FILE",
            description =
                    "Take samples only from clients with a token (Authorization: Bearer TOKEN). One client a line: NAME TOKEN"
                            + " [SAMPLES-PER-HOUR]; # begins a comment.")
    private @Nullable Path tokens;

    @Option(
            names = "--client-ca",
            paramLabel = "FILE",
            description =
                    "Take samples only from clients with a certificate of this authority (PEM), or with a token. Needs TLS.")
    private @Nullable Path authority;

    @Option(
            names = "--client-quota",
            paramLabel = "N",
            description =
                    "Samples that each client without a number of its own may send in an hour. Default: no bound.")
    private long quota;

    @Option(
            names = "--max-connections",
            paramLabel = "N",
            description = "Connections at the same time; the next one waits until one ends. Default: ${DEFAULT-VALUE}.")
    private int connections = ThunderstormBuilder.CONNECTIONS;

    @Option(
            names = "--header-timeout",
            paramLabel = "SECONDS",
            description =
                    "How long the head of a request may take; who needs longer is cut off. Default: ${DEFAULT-VALUE}.")
    private int headSeconds = (int) ThunderstormBuilder.HEAD_TIME.toSeconds();

    @Option(
            names = "--min-upload-rate",
            paramLabel = "BYTES",
            description =
                    "Bytes a second that an upload has to bring on average once it has taken longer than --upload-grace, 0 for any."
                            + " Default: ${DEFAULT-VALUE}.")
    private long leastRate = ThunderstormBuilder.LEAST_RATE;

    @Option(
            names = "--upload-grace",
            paramLabel = "SECONDS",
            description = "How long an upload may be slower. Default: ${DEFAULT-VALUE}.")
    private int graceSeconds = (int) ThunderstormBuilder.ANY_RATE.toSeconds();

    @Option(
            names = "--allow-unauthenticated",
            description =
                    "Listen on an address that other hosts reach without --tokens and without --client-ca, as THOR does.")
    private boolean open;

    void addTo(ThunderstormBuilder builder) {
        if (port < 0 || port > 0xffff) {
            throw CommandFailure.usage("--server-port is no port: " + port);
        }
        if (connections < 1 || headSeconds < 1 || leastRate < 0 || graceSeconds < 0) {
            throw CommandFailure.usage(
                    "--max-connections and --header-timeout are from 1, --min-upload-rate and --upload-grace from 0");
        }
        builder.listen(host, port)
                .openToNetwork(open)
                .clientQuota(quota)
                .connections(connections, Duration.ofSeconds(headSeconds))
                .uploadRate(leastRate, Duration.ofSeconds(graceSeconds));
        if ((certificate == null) != (key == null)) {
            throw CommandFailure.usage("--server-cert and --server-key need each other");
        }
        if (certificate != null && key != null) {
            byte[] random = new byte[16];
            new SecureRandom().nextBytes(random);
            char[] password = HexFormat.of().formatHex(random).toCharArray();
            builder.tls(PemKeys.read(read(certificate), read(key), password), password);
        }
        if (authority != null) {
            if (certificate == null) {
                throw CommandFailure.usage("--client-ca needs --server-cert and --server-key");
            }
            builder.clientAuthority(authorities(authority));
        }
        if (tokens != null) {
            builder.clients(clients(tokens));
        }
    }

    private static byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw CommandFailure.usage("larger than " + MAX_BYTES + " bytes: " + file);
            }
            return content;
        } catch (IOException e) {
            throw CommandFailure.usage("could not read file: " + file, e);
        }
    }

    private static KeyStore authorities(Path file) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int count = 0;
            for (Certificate each : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(read(file)))) {
                store.setCertificateEntry("authority-" + count++, each);
            }
            if (count == 0) {
                throw CommandFailure.usage("no certificate in " + file);
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw CommandFailure.usage("no certificates in PEM: " + file, e);
        }
    }

    private static List<Client> clients(Path file) {
        List<Client> clients = new ArrayList<>();
        int number = 0;
        for (String line : new String(read(file), StandardCharsets.UTF_8).split("\r?\n", -1)) {
            number++;
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            String[] words = BLANKS.split(text, -1);
            try {
                if (words.length < 2 || words.length > 3) {
                    throw new IllegalArgumentException("not NAME TOKEN [SAMPLES-PER-HOUR]");
                }
                clients.add(Client.of(words[0], words[1], words.length == 3 ? Long.parseLong(words[2]) : 0));
            } catch (NumberFormatException e) {
                throw CommandFailure.usage(file + ":" + number + ": the samples per hour are no number", e);
            } catch (IllegalArgumentException e) {
                throw CommandFailure.usage(file + ":" + number + ": " + e.getMessage(), e);
            }
        }
        if (clients.isEmpty()) {
            throw CommandFailure.usage("no client in " + file);
        }
        return clients;
    }
}
