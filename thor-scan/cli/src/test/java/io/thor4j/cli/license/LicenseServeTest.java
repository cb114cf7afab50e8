package io.thor4j.cli.license;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.cli.CommandRun;
import io.thor4j.cli.Terminal;
import io.thor4j.cli.ThorCommand;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documented command lines (seed 002), as written except for the host, against {@code thor license serve} with TLS. */
class LicenseServeTest {
    private static final String TOKEN = "OJCBaTq4VGLjrCes2k4ACCQOzg0AxAoz01";
    private static final String KEY = "IY5Y36thrt7h1775tt1ygfuYIadmGzZJmVk32lXcud4";

    @TempDir
    private static Path folder;

    private static final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private static Thread serving;
    private static String server;

    @BeforeAll
    static void serve() throws Exception {
        certificate();
        Files.writeString(folder.resolve("contracts.json"), """
                {"contracts": [{"id": 3, "owner": "ACME Inc", "type": "server", "quota": 4, "starts": "2020-01-01", "expires": "2099-12-31"},
                               {"id": 5, "owner": "ACME Inc", "type": "workstation", "quota": 4, "starts": "2020-01-01", "expires": "2099-12-31"}],
                 "download-tokens": ["%s"], "api-keys": [{"key": "%s"}]}
                """.formatted(TOKEN, KEY));
        assertEquals(
                0,
                CommandRun.of("license", "keygen", "--key", path("issuer.key"), "--trust", path("issuer.trust"))
                        .exitCode());
        PipedOutputStream err = new PipedOutputStream();
        Scanner lines = new Scanner(new PipedInputStream(err), StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false);
        serving = new Thread(() -> ended.complete(ThorCommand.run(
                terminal,
                "license",
                "serve",
                "--key",
                path("issuer.key"),
                "--store",
                path("licenses.db"),
                "--contracts",
                path("contracts.json"),
                "--listen",
                "127.0.0.1:0",
                "--cert",
                path("server.pem"),
                "--cert-key",
                path("server.key"))));
        serving.start();
        String line = lines.nextLine();
        assertTrue(line.startsWith("thor: listening on https://127.0.0.1:"), line);
        server = line.substring("thor: listening on https://".length());
    }

    @AfterAll
    static void stop() throws Exception {
        serving.interrupt();
        assertEquals(0, ended.get(30, TimeUnit.SECONDS));
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    /** With the JDK's keytool, and then PEM as openssl would write it. */
    private static void certificate() throws Exception {
        run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "s",
                "-keyalg",
                "EC",
                "-dname",
                "CN=thor test",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-ext",
                "BC=ca:true",
                "-storetype",
                "PKCS12",
                "-keystore",
                path("s.p12"),
                "-storepass",
                "changeit"));
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(folder.resolve("s.p12"))) {
            store.load(in, "changeit".toCharArray());
        }
        pem("server.pem", "CERTIFICATE", store.getCertificate("s").getEncoded());
        pem(
                "server.key",
                "PRIVATE KEY",
                store.getKey("s", "changeit".toCharArray()).getEncoded());
    }

    private static void pem(String file, String kind, byte[] bytes) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        Files.writeString(
                folder.resolve(file), "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        // The command line stays as documented; what it trusts is set beside it.
        builder.environment().put("CURL_CA_BUNDLE", path("server.pem"));
        builder.environment()
                .keySet()
                .removeIf(name -> name.toUpperCase(Locale.ROOT).endsWith("_PROXY"));
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output.strip();
    }

    private static String shell(String line) throws IOException, InterruptedException {
        return run(List.of("sh", "-c", line));
    }

    private static void needs(String... programs) {
        for (String program : programs) {
            boolean there = false;
            for (String place : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
                there |= !place.isEmpty() && Files.isExecutable(Path.of(place, program));
            }
            Assumptions.assumeTrue(there, "SKIPPED: no " + program + " here, whose documented line would be run");
        }
    }

    @Test
    void theDocumentedCurlLineOfAsgardGetsAZipForTwoHosts() throws Exception {
        needs("sh", "curl");
        shell("curl -XPOST \"https://" + server + "/api/v0/licensing/issue?token=" + TOKEN
                + "\" -o licenses.zip -d \"type=server\" -d \"hostnames=SRV001\" -d \"hostnames=SRV002\"");
        TreeSet<String> names = new TreeSet<>();
        try (ZipFile zip = new ZipFile(path("licenses.zip"))) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                names.add(entry.getName());
                Files.write(
                        folder.resolve(entry.getName()),
                        zip.getInputStream(entry).readAllBytes());
            }
        }
        assertEquals(new TreeSet<>(List.of("SRV001.lic", "SRV002.lic")), names);
        CommandRun verify = CommandRun.of(
                "license", "verify", "--trust", path("issuer.trust"), "--host", "SRV001", path("SRV001.lic"));
        assertEquals(0, verify.exitCode(), verify.out());
        assertTrue(verify.out().contains(" OWNER: ACME Inc TYPE: Server STARTS: "), verify.out());

        shell("curl -XPOST \"https://" + server
                + "/api/v0/licensing/issue?token=wrong\" -o refused -d \"type=server\" -d \"hostnames=SRV009\"");
        assertEquals("Error: HTTP-403", Files.readString(folder.resolve("refused")));
    }

    @Test
    void theDocumentedLinesOfThePortalGetALicence() throws Exception {
        needs("sh", "curl", "openssl", "base64", "tr", "hostname");
        String hash =
                "echo -n \"$(hostname -s)\" | tr '[:upper:]' '[:lower:]' | openssl dgst -binary -sha1 -mac hmac -macopt"
                        + " hexkey:b190dd4a98456999b6d9c7e4e1ac1f231b978c3e7652898d7db2fcdede34613dbc7909c9fc8b3177bb904871b8b7fc7a30cb1582ce9b0089397836dcc209e2d6"
                        + " | base64 | tr '/+' '_-' | tr -d '='";
        // printf in place of echo -n, which not every sh has.
        String theirs = shell(hash.replace("echo -n", "printf %s"));
        assertEquals(CommandRun.of("license", "hash").out().strip(), theirs);
        String curl = "curl -XPOST https://" + server
                + "/api/public/contracts/issue/$CONTRACT/$TYPE/$HASH?download=1 -H \"Authorization: $APIKEY\""
                + " -o license.lic";
        shell("CONTRACT=0 TYPE=server HASH=" + theirs + " APIKEY=" + KEY + "; " + curl);
        byte[] license = Files.readAllBytes(folder.resolve("license.lic"));
        assertTrue(license.length >= 800);
        assertEquals(
                0,
                CommandRun.of("license", "verify", "--trust", path("issuer.trust"), path("license.lic"))
                        .exitCode());

        shell("CONTRACT=3 TYPE=server HASH=" + theirs + " APIKEY=" + KEY + "; " + curl);
        assertArrayEquals(
                license, Files.readAllBytes(folder.resolve("license.lic")), "the same host got another licence");
        shell("CONTRACT=0 TYPE=client HASH=" + theirs + " APIKEY=" + KEY + "; " + curl);
        assertFalse(Arrays.equals(license, Files.readAllBytes(folder.resolve("license.lic"))));

        shell("CONTRACT=0 TYPE=server HASH=" + theirs + " APIKEY=nobodys-key; " + curl);
        assertEquals("Error: HTTP-401", Files.readString(folder.resolve("license.lic")));
    }

    @Test
    void ourFetchDoesTheSame() throws Exception {
        CommandRun run = CommandRun.of(
                "license",
                "fetch",
                "--asgard",
                server,
                "--asgard-token",
                TOKEN,
                "--ca",
                path("server.pem"),
                "--license-type",
                "server",
                "--host",
                "SRV001",
                "--license-path",
                path("fetched"),
                "--trust",
                path("issuer.trust"));
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(
                run.out()
                        .startsWith("Info License file found LICENSE: 127.0.0.1 OWNER: ACME Inc TYPE: Server STARTS: "),
                run.out());
        assertTrue(run.out().endsWith(" SCANNER: THOR VALID: true REASON:\n"), run.out());
        assertTrue(Files.exists(folder.resolve("fetched/SRV001.lic")));

        CommandRun portal = CommandRun.of(
                "license",
                "fetch",
                "--portal",
                server,
                "--portal-key",
                KEY,
                "--portal-contracts",
                "5,3",
                "--ca",
                path("server.pem"),
                "--license-type",
                "server",
                "--host",
                "SRV001",
                "--license-path",
                path("portal"));
        assertEquals(0, portal.exitCode(), portal.err());
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("fetched/SRV001.lic")),
                Files.readAllBytes(folder.resolve("portal/SRV001.lic")));

        CommandRun all = CommandRun.of(
                "license",
                "fetch",
                "--all",
                "--asgard",
                server,
                "--asgard-token",
                TOKEN,
                "--ca",
                path("server.pem"),
                "--license-path",
                path("all"));
        assertEquals(0, all.exitCode(), all.err());
        assertTrue(all.out().contains("jX9sgffIckrubTMPetJUx2_EodI-3.lic"), all.out());
    }

    @Test
    void aScanRetrievesItsLicenceAsTHORDoes() throws Exception {
        Files.createDirectories(folder.resolve("clean"));
        Files.writeString(folder.resolve("clean/a.txt"), "a");
        String[] scan = {
            "scan",
            path("clean"),
            "--asgard",
            server,
            "--asgard-token",
            TOKEN,
            "--ca",
            path("server.pem"),
            "--license-type",
            "server",
            "--license-path",
            path("program"),
            "--trust",
            path("issuer.trust")
        };
        CommandRun first = CommandRun.of(scan);
        assertEquals(0, first.exitCode(), first.err());
        assertTrue(
                first.err()
                        .contains("Info License file found LICENSE: 127.0.0.1 OWNER: ACME Inc TYPE: Server STARTS: "),
                first.err());
        CommandRun second = CommandRun.of(
                "scan", path("clean"), "--license-path", path("program"), "--trust", path("issuer.trust"));
        assertEquals(0, second.exitCode(), second.err());
        assertTrue(second.err().contains(".lic OWNER: ACME Inc TYPE: Server STARTS: "), second.err());

        CommandRun none =
                CommandRun.of("scan", path("clean"), "--license-path", path("clean"), "--trust", path("issuer.trust"));
        assertEquals(2, none.exitCode());
        assertTrue(none.err().startsWith("thor: no licence was found, and 'scan' needs one"), none.err());
        CommandRun refused = CommandRun.of(
                "scan",
                path("clean"),
                "--portal",
                server,
                "--portal-key",
                "nobodys-key",
                "--ca",
                path("server.pem"),
                "--license-path",
                path("clean"));
        assertEquals(2, refused.exitCode());
        assertTrue(
                refused.err()
                        .contains("thor: no licence from 127.0.0.1: not retrieved: " + server
                                + ": the API key is missing or wrong"),
                refused.err());
    }

    @Test
    void whatGoesWrongIsOneLineWithAHint() {
        CommandRun token = CommandRun.of(
                "license",
                "fetch",
                "--asgard",
                server,
                "--ca",
                path("server.pem"),
                "--host",
                "a",
                "--license-path",
                path("no"));
        assertEquals(3, token.exitCode());
        assertEquals(
                "thor: " + server
                        + ": the download token is missing or wrong (HTTP 403) (see Downloads > Download Token in ASGARD, and give"
                        + " it with --asgard-token)\n",
                token.err());
        CommandRun certificate = CommandRun.of(
                "license",
                "fetch",
                "--asgard",
                server,
                "--asgard-token",
                TOKEN,
                "--host",
                "a",
                "--license-path",
                path("no"));
        assertEquals(3, certificate.exitCode());
        assertEquals(
                "thor: " + server
                        + ": the server's certificate is not trusted (give its authority with --ca, or its SHA-256 with --pin)\n",
                certificate.err());
        assertFalse(Files.exists(folder.resolve("no")));
    }
}
