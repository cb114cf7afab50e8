package io.thor4j.thunderstorm.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thor4j.thunderstorm.client.RetryPolicy;
import io.thor4j.thunderstorm.client.Sample;
import io.thor4j.thunderstorm.client.ThunderstormClient;
import io.thor4j.thunderstorm.update.PackKey;
import io.thor4j.thunderstorm.update.PackVersion;
import io.thor4j.thunderstorm.update.PackWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Installer, updater and service in a Debian made by debootstrap, the service's life from the first install to its end. */
@Tag("soak")
class DebianTest {
    private static final String SERVICE = "thor-thunderstorm.service";
    private static final String EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*";
    private static final String FIRST = "striped zebra of the first pack";
    private static final String SECOND = "spotted zebra of the second pack";
    private static final Duration RELOAD = Duration.ofMinutes(1);

    private final Path layout = Path.of("../cli/target/thor").toAbsolutePath().normalize();
    private Path folder;
    private DebianRoot debian;
    private int port;

    @BeforeEach
    void debian() throws Exception {
        folder = Files.createTempDirectory("thor-debian");
        debian = DebianRoot.in(folder);
        String missing = missing();
        if (missing.isEmpty()) {
            DeployScripts.Run bootstrap = debian.bootstrap(DebianRoot.mirror(folder));
            missing = bootstrap.exitCode() == 0 ? "" : "debootstrap: " + bootstrap.output();
        }
        if (!missing.isEmpty()) {
            System.out.println("SKIPPED DebianTest: " + missing);
        }
        assumeTrue(missing.isEmpty(), missing);
        debian.furnish();
        Files.createDirectories(debian.at("srv/deploy"));
        debian.host("cp", "-r", layout.toString(), debian.at("srv/thor").toString());
        debian.host(
                "cp", "-r", DeployScripts.folder().toString(), debian.at("srv").toString());
        Files.writeString(debian.at("root/a.lic"), "of another product");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    private String missing() throws IOException, InterruptedException {
        if (!DeployScripts.has(folder, "debootstrap")) {
            return "no debootstrap";
        } else if (!"0"
                .equals(DeployScripts.run(folder, Map.of(), "", "id", "-u")
                        .output()
                        .strip())) {
            return "not root";
        } else if (DebianRoot.mirror(folder).isEmpty()) {
            return "apt names no mirror of " + DebianRoot.SUITE;
        } else if (!Files.isDirectory(layout.resolve("lib"))) {
            return "no " + layout + ": mvn -Dquick -DskipTests package";
        }
        return "";
    }

    @AfterEach
    void remove() throws Exception {
        debian.remove();
        assertFalse(Files.exists(folder));
    }

    @Test
    void lifeOfAnInstallation() throws Exception {
        refusesWithoutJavaOrRoot();
        installs();
        serves();
        upgrades();
        updatesSignatures();
        refusesBadPacks();
        goesBack();
        updatesProgram();
        uninstalls();
    }

    private DeployScripts.Run installer(String input, String... words) throws IOException, InterruptedException {
        String[] all = new String[4 + words.length];
        all[0] = "sh";
        all[1] = "/srv/deploy/thunderstorm-installer.sh";
        all[2] = "--program";
        all[3] = "/srv/thor";
        System.arraycopy(words, 0, all, 4, words.length);
        return debian.run("/root", input, all);
    }

    private String ok(DeployScripts.Run run) {
        assertEquals(0, run.exitCode(), run.output());
        return run.output();
    }

    private String inside(String... words) throws IOException, InterruptedException {
        return ok(debian.run("/root", "", words)).strip();
    }

    private void refused(DeployScripts.Run run, String why) {
        assertEquals(1, run.exitCode(), run.output());
        assertTrue(run.output().contains(why), run.output());
    }

    private void refusesWithoutJavaOrRoot() throws Exception {
        refused(installer("", "auto"), "no java found");
        debian.linkJava();
        refused(
                debian.run(
                        "/",
                        "",
                        "setpriv",
                        "--reuid=nobody",
                        "--clear-groups",
                        "sh",
                        "-c",
                        "sh /srv/deploy/thunderstorm-installer.sh auto 2>&1"),
                "run this as root");
        refused(installer("n\n"), "nothing was changed");
        assertFalse(Files.exists(debian.at("opt/thor-thunderstorm")));
        assertEquals(List.of(), debian.calls());
    }

    private void installs() throws Exception {
        ok(installer("y\n"));
        assertEquals(
                List.of("stop " + SERVICE, "daemon-reload", "enable " + SERVICE, "start " + SERVICE), debian.calls());
        String user = inside("getent", "passwd", "thunderstorm");
        assertTrue(user.endsWith(":/var/lib/thunderstorm:/usr/sbin/nologin"), user);
        assertTrue(Integer.parseInt(inside("id", "-u", "thunderstorm")) < 1_000, "a system user");
        modes(
                "root:root 755",
                "/opt/thor-thunderstorm",
                "/opt/thor-thunderstorm/bin/thor",
                "/opt/thor-thunderstorm/lib");
        modes("root:root 755", "/etc/thunderstorm", "/etc/thunderstorm/keys", "/usr/local/sbin/thunderstorm-update");
        modes(
                "root:root 644",
                "/etc/thunderstorm/thunderstorm.yml",
                "/etc/thunderstorm/update.conf",
                "/etc/thunderstorm/a.lic",
                "/etc/systemd/system/" + SERVICE);
        modes("thunderstorm:thunderstorm 750", "/var/lib/thunderstorm", "/var/log/thunderstorm");
        String queue = inside("stat", "-c", "%U", "/var/lib/thunderstorm/queue", "/var/lib/thunderstorm/signatures");
        assertEquals("thunderstorm\nthunderstorm", queue);
        assertEquals(
                "",
                inside(
                        "find",
                        "/opt/thor-thunderstorm/lib",
                        "-type",
                        "f",
                        "!",
                        "-perm",
                        "644",
                        "-o",
                        "!",
                        "-user",
                        "root"));
    }

    private void modes(String expected, String... paths) throws Exception {
        for (String path : paths) {
            assertEquals(expected, inside("stat", "-c", "%U:%G %a", path), path);
        }
    }

    private void serves() throws Exception {
        Path config = debian.at("etc/thunderstorm/thunderstorm.yml");
        Files.writeString(
                config,
                Files.readString(config).replace("server-port: 8080", "server-port: " + port)
                        + "signature-update-interval: 0.0003\n");
        Files.createFile(debian.at(DebianRoot.STARTS));
        inside("systemctl", "start", SERVICE);
        debian.calls();
        assertTrue(found(EICAR), () -> "not found; the service said: " + said());
        assertFalse(found("nothing of interest"));
        assertEquals("thunderstorm", inside("stat", "-c", "%U", "/proc/" + debian.pid()));
        String log = Files.readString(debian.at("var/log/thunderstorm/thunderstorm.log"));
        assertTrue(log.contains("EICAR"), log);
    }

    private String said() {
        try {
            return Files.readString(debian.at("run/service.out"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Waits for a service that starts, for at most a minute. */
    private boolean found(String content) {
        RetryPolicy patient = new RetryPolicy(300, 300, Duration.ofMillis(200), Duration.ofMillis(200));
        try (ThunderstormClient client = ThunderstormClient.builder(URI.create("http://127.0.0.1:" + port))
                .retries(patient)
                .build()) {
            return client.check(Sample.of("sample.bin", content.getBytes(StandardCharsets.US_ASCII)))
                    .suspicious();
        }
    }

    private void waitUntilFound(String content) {
        Instant end = Instant.now().plus(RELOAD);
        while (!found(content)) {
            assertTrue(Instant.now().isBefore(end), () -> "not found: " + content + "; the service said: " + said());
        }
    }

    private void upgrades() throws Exception {
        long before = debian.pid();
        Path config = debian.at("etc/thunderstorm/thunderstorm.yml");
        String own = Files.readString(config);
        Path unit = debian.at("etc/systemd/system/" + SERVICE);
        String written = Files.readString(unit);
        Files.writeString(unit, written + "# changed\n");
        Files.writeString(debian.at("opt/thor-thunderstorm/lib/old.txt"), "of the old version");
        String output = ok(installer("", "auto"));
        assertTrue(output.contains("kept /etc/thunderstorm/thunderstorm.yml"), output);
        assertEquals(
                List.of("stop " + SERVICE, "daemon-reload", "enable " + SERVICE, "start " + SERVICE), debian.calls());
        assertEquals(own, Files.readString(config));
        assertEquals(written, Files.readString(unit));
        assertFalse(Files.exists(debian.at("opt/thor-thunderstorm/lib/old.txt")));
        assertFalse(Files.exists(debian.at("opt/thor-thunderstorm.old")));
        assertTrue(found(EICAR));
        assertNotEquals(before, debian.pid());
    }

    private DeployScripts.Run update(String... words) throws IOException, InterruptedException {
        String[] all = new String[1 + words.length];
        all[0] = "thunderstorm-update";
        System.arraycopy(words, 0, all, 1, words.length);
        return debian.run("/root", "", all);
    }

    private void source(String path) throws IOException {
        Files.writeString(debian.at("etc/thunderstorm/update.conf"), "SOURCE=" + path + "\nOPTIONS=\n");
    }

    private void pack(String version, String content) throws Exception {
        Path rules = Files.createDirectories(debian.at("root/set/yara"));
        Files.writeString(
                rules.resolve("zebra.yar"),
                "rule Zebra { meta: score = 80 strings: $a = \"" + content + "\" condition: $a }");
        inside(
                "/opt/thor-thunderstorm/bin/thor",
                "update",
                "pack",
                "/root/set",
                "--key",
                "/root/key",
                "--out",
                "/srv/packs/" + version + ".thorpack",
                "--pack-version",
                version);
        inside("chmod", "644", "/srv/packs/" + version + ".thorpack");
    }

    private void updatesSignatures() throws Exception {
        refused(update(), "say in /etc/thunderstorm/update.conf");
        source("/srv/packs");
        refused(update(), "no key in /etc/thunderstorm/keys");
        inside("/opt/thor-thunderstorm/bin/thor", "update", "keygen", "--key", "/root/key", "--public", "/root/a.pub");
        inside("install", "-m", "644", "/root/a.pub", "/etc/thunderstorm/keys/a.pub");
        inside("install", "-d", "-m", "755", "/srv/packs");

        pack("1", FIRST);
        assertFalse(found(FIRST));
        String first = ok(update());
        assertTrue(first.contains("installed 1: "), first);
        assertEquals(List.of("try-restart " + SERVICE), debian.calls());
        assertTrue(Files.readString(debian.at("etc/thunderstorm/thunderstorm.yml"))
                .contains("\ncustom-signatures: /var/lib/thunderstorm/signatures/current\n"));
        modes("root:root 644", "/etc/thunderstorm/thunderstorm.yml");
        waitUntilFound(FIRST);

        pack("2", SECOND);
        long before = debian.pid();
        String second = ok(update());
        assertTrue(second.contains("installed 2: "), second);
        waitUntilFound(SECOND);
        assertFalse(found(FIRST));
        assertEquals(before, debian.pid());
        assertEquals(List.of(), debian.calls());
    }

    private void refusesBadPacks() throws Exception {
        pack("3", FIRST);
        // One that is newer and signed, or nothing but its version would be looked at.
        Path three = debian.at("srv/packs/3.thorpack");
        byte[] pack = Files.readAllBytes(three);
        Files.delete(three);
        for (int i = 0; i < 16; i++) {
            pack[pack.length / 2 + i] ^= 1;
        }
        Files.write(debian.at("srv/tampered.thorpack"), pack);
        source("/srv/tampered.thorpack");
        DeployScripts.Run tampered = update();
        refused(tampered, "the signatures in use stay as they are");
        System.out.println("a tampered pack: " + tampered.output().strip());

        PackKey key = PackKey.parse(Files.readAllBytes(debian.at("root/key")), null);
        Path rules = Files.createDirectories(folder.resolve("broken/yara"));
        Files.writeString(rules.resolve("broken.yar"), "rule broken { condition: no_such_thing }");
        PackWriter.write(rules.getParent(), debian.at("srv/3.thorpack"), PackVersion.parse("3"), key, Instant.now());
        debian.host("chmod", "644", debian.at("srv/3.thorpack").toString());
        source("/srv/3.thorpack");
        DeployScripts.Run broken = update();
        refused(broken, "the signatures in use stay as they are");
        System.out.println("a pack that does not load: " + broken.output().strip());

        assertTrue(status().startsWith("in use: 2 of "));
        assertTrue(found(SECOND));
    }

    private String status() throws IOException, InterruptedException {
        return inside(
                "/opt/thor-thunderstorm/bin/thor", "update", "status", "--store", "/var/lib/thunderstorm/signatures");
    }

    private void goesBack() throws Exception {
        String back = inside(
                "runuser",
                "-u",
                "thunderstorm",
                "--",
                "/opt/thor-thunderstorm/bin/thor",
                "update",
                "rollback",
                "--store",
                "/var/lib/thunderstorm/signatures");
        assertTrue(back.contains("in use: 1: "), back);
        waitUntilFound(FIRST);
    }

    private void updatesProgram() throws Exception {
        Path broken = Files.createDirectories(debian.at("srv/broken/lib"));
        Files.writeString(broken.resolve("thor-cli-9.jar"), "not a jar");
        refused(update("full", "/srv/broken"), "the new program does not run; the old one stays");
        assertEquals(List.of(), debian.calls());
        assertFalse(Files.exists(debian.at("opt/thor-thunderstorm.new")));

        source("/srv/packs");
        long before = debian.pid();
        Files.writeString(debian.at("opt/thor-thunderstorm/lib/old.txt"), "of the old version");
        String full = ok(update("full", "/srv/thor"));
        assertTrue(full.contains("installed 2: "), full);
        assertEquals(List.of("stop " + SERVICE, "start " + SERVICE), debian.calls());
        assertFalse(Files.exists(debian.at("opt/thor-thunderstorm/lib/old.txt")));
        modes(
                "root:root 755",
                "/opt/thor-thunderstorm",
                "/opt/thor-thunderstorm/bin/thor",
                "/opt/thor-thunderstorm/lib");
        waitUntilFound(SECOND);
        assertNotEquals(before, debian.pid());
    }

    private void uninstalls() throws Exception {
        refused(installer("n\n", "uninstall"), "nothing was changed");
        assertTrue(found(EICAR));
        ok(installer("y\n", "uninstall"));
        assertEquals(List.of("stop " + SERVICE, "disable " + SERVICE, "daemon-reload"), debian.calls());
        for (String gone : List.of(
                "opt/thor-thunderstorm",
                "etc/thunderstorm",
                "var/lib/thunderstorm",
                "usr/local/sbin/thunderstorm-update",
                "etc/systemd/system/" + SERVICE)) {
            assertFalse(Files.exists(debian.at(gone)), gone);
        }
        inside("id", "thunderstorm");
        assertTrue(Files.readString(debian.at("var/log/thunderstorm/thunderstorm.log"))
                .contains("EICAR"));
        refused(installer("y\n", "uninstall"), "it is not installed");
    }
}
