package io.thor4j.thunderstorm.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installer and updater below a folder. */
class InstallerTest {
    @TempDir
    private Path folder;

    private Path root;
    private Path program;

    @BeforeEach
    void program() throws IOException, InterruptedException {
        boolean shell = Files.isExecutable(Path.of("/bin/sh"));
        if (!shell) {
            System.out.println("SKIPPED InstallerTest: no /bin/sh");
        }
        assumeTrue(shell);
        root = Files.createDirectory(folder.resolve("root"));
        program = folder.resolve("program");
        Files.createDirectories(program.resolve("lib"));
        Files.writeString(program.resolve("lib/thor-cli-1.jar"), "one");
    }

    private DeployScripts.Run installer(String input, String... words) throws IOException, InterruptedException {
        String[] all = new String[6 + words.length];
        System.arraycopy(
                new String[] {
                    "sh",
                    DeployScripts.folder().resolve("thunderstorm-installer.sh").toString(),
                    "--root",
                    root.toString(),
                    "--program",
                    program.toString()
                },
                0,
                all,
                0,
                6);
        System.arraycopy(words, 0, all, 6, words.length);
        return DeployScripts.run(folder, Map.of(), input, all);
    }

    private DeployScripts.Run updater(String... words) throws IOException, InterruptedException {
        String[] all = new String[2 + words.length];
        all[0] = "sh";
        all[1] = at("usr/local/sbin/thunderstorm-update").toString();
        System.arraycopy(words, 0, all, 2, words.length);
        return DeployScripts.run(folder, Map.of("THUNDERSTORM_ROOT", root.toString()), "", all);
    }

    private Path at(String path) {
        return root.resolve(path);
    }

    private static void ok(DeployScripts.Run run) {
        assertEquals(0, run.exitCode(), run.output());
    }

    @Test
    void scriptsAreWellFormed() throws Exception {
        boolean shellcheck = DeployScripts.has(folder, "shellcheck");
        if (!shellcheck) {
            System.out.println("SKIPPED part of scriptsAreWellFormed: no shellcheck");
        }
        try (Stream<Path> files = Files.list(DeployScripts.folder())) {
            List<Path> scripts =
                    files.filter(file -> file.toString().endsWith(".sh")).toList();
            assertEquals(4, scripts.size());
            for (Path script : scripts) {
                ok(DeployScripts.run(folder, Map.of(), "", "sh", "-n", script.toString()));
                assertTrue(Files.isExecutable(script), script + " is not executable");
                if (shellcheck) {
                    ok(DeployScripts.run(
                            folder, Map.of(), "", "shellcheck", "-s", "sh", "-S", "warning", script.toString()));
                }
            }
        }
    }

    @Test
    void installsUpgradesAndRemoves() throws Exception {
        Files.writeString(folder.resolve("a.lic"), "licence");
        ok(installer("", "auto"));
        assertEquals("one", Files.readString(at("opt/thor-thunderstorm/lib/thor-cli-1.jar")));
        assertTrue(Files.isExecutable(at("opt/thor-thunderstorm/bin/thor")));
        assertTrue(Files.isExecutable(at("usr/local/sbin/thunderstorm-update")));
        assertEquals("licence", Files.readString(at("etc/thunderstorm/a.lic")));
        assertEquals(
                "rw-r--r--",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(at("etc/thunderstorm/a.lic"))));
        assertTrue(Files.isDirectory(at("var/lib/thunderstorm/queue")));
        String unit = Files.readString(at("etc/systemd/system/thor-thunderstorm.service"));
        assertTrue(unit.contains(
                "ExecStart=/opt/thor-thunderstorm/bin/thor thunderstorm -t /etc/thunderstorm/thunderstorm.yml\n"));

        Files.writeString(at("etc/thunderstorm/thunderstorm.yml"), "server-port: 9\n");
        Files.writeString(at("etc/systemd/system/thor-thunderstorm.service"), "# thor4j, old\n");
        Files.writeString(at("opt/thor-thunderstorm/lib/gone.jar"), "of the old version");
        Files.delete(program.resolve("lib/thor-cli-1.jar"));
        Files.writeString(program.resolve("lib/thor-cli-2.jar"), "two");
        ok(installer("y\n"));
        assertEquals("server-port: 9\n", Files.readString(at("etc/thunderstorm/thunderstorm.yml")));
        assertEquals(unit, Files.readString(at("etc/systemd/system/thor-thunderstorm.service")));
        try (Stream<Path> jars = Files.list(at("opt/thor-thunderstorm/lib"))) {
            assertEquals(
                    List.of("thor-cli-2.jar"),
                    jars.map(jar -> jar.getFileName().toString()).toList());
        }

        Files.writeString(at("var/log/thunderstorm/thunderstorm.log"), "kept");
        assertEquals(1, installer("n\n", "uninstall").exitCode());
        assertTrue(Files.exists(at("opt/thor-thunderstorm")));
        ok(installer("y\n", "uninstall"));
        for (String gone : List.of(
                "opt/thor-thunderstorm",
                "etc/thunderstorm",
                "var/lib/thunderstorm",
                "usr/local/sbin/thunderstorm-update",
                "etc/systemd/system/thor-thunderstorm.service")) {
            assertFalse(Files.exists(at(gone)), gone);
        }
        assertEquals("kept", Files.readString(at("var/log/thunderstorm/thunderstorm.log")));
        assertEquals(1, installer("y\n", "uninstall").exitCode());
    }

    @Test
    void changesNothingWithoutAYesOrAProgram() throws Exception {
        assertEquals(1, installer("").exitCode());
        assertFalse(Files.exists(at("opt")));
        Files.delete(program.resolve("lib/thor-cli-1.jar"));
        DeployScripts.Run run = installer("", "auto");
        assertEquals(1, run.exitCode());
        assertTrue(run.output().contains("there is no lib/thor-cli-*.jar in"), run.output());
        assertEquals(2, installer("", "nonsense").exitCode());
    }

    @Test
    void leavesAnotherProductsServiceAlone() throws Exception {
        Path unit = at("etc/systemd/system/thor-thunderstorm.service");
        Files.createDirectories(unit.getParent());
        Files.writeString(unit, "[Unit]\n");
        assertEquals(1, installer("", "auto").exitCode());
        assertEquals(1, installer("y\n", "uninstall").exitCode());
        assertEquals("[Unit]\n", Files.readString(unit));
    }

    @Test
    void updatesSignaturesAndProgram() throws Exception {
        ok(installer("", "auto"));
        Path thor = at("opt/thor-thunderstorm/bin/thor");
        Path said = folder.resolve("said");
        Files.writeString(thor, "#!/bin/sh\nprintf '%s\\n' \"$*\" >>'" + said + "'\nexit \"${THOR_TEST_EXIT:-0}\"\n");
        assertEquals(1, updater().exitCode());
        Files.writeString(
                at("etc/thunderstorm/update.conf"), "SOURCE=https://packs.example/a.thorpack\nOPTIONS=--strict\n");
        DeployScripts.Run noKey = updater();
        assertEquals(1, noKey.exitCode());
        assertTrue(noKey.output().contains("no key in"), noKey.output());
        Files.writeString(at("etc/thunderstorm/keys/a.pub"), "key");
        ok(updater());
        assertEquals(
                "update --from https://packs.example/a.thorpack --store " + at("var/lib/thunderstorm/signatures")
                        + " --key " + at("etc/thunderstorm/keys/a.pub") + " --strict\n",
                Files.readString(said));
        assertTrue(Files.readString(at("etc/thunderstorm/thunderstorm.yml"))
                .contains("\ncustom-signatures: /var/lib/thunderstorm/signatures/current\n"));

        Files.writeString(program.resolve("lib/thor-cli-1.jar"), "newer");
        ok(updater("full", program.toString()));
        assertEquals("newer", Files.readString(at("opt/thor-thunderstorm/lib/thor-cli-1.jar")));
        Files.writeString(program.resolve("lib/thor-cli-1.jar"), "broken");
        Files.writeString(thor, "#!/bin/sh\nexit 1\n");
        assertEquals(1, updater("full", program.toString()).exitCode());
        assertEquals("newer", Files.readString(at("opt/thor-thunderstorm/lib/thor-cli-1.jar")));
        assertEquals(2, updater("nonsense").exitCode());
        ok(installer("", "uninstall", "--yes"));
    }
}
