package io.thor4j.cli.update;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpdateCommandTest {
    @TempDir
    private Path folder;

    private Path signatures;
    private Path packs;

    @BeforeEach
    void folders() throws IOException {
        signatures = Files.createDirectories(folder.resolve("set/yara")).getParent();
        packs = Files.createDirectory(folder.resolve("packs"));
        assertEquals(
                0,
                CommandRun.of("update", "keygen", "--key", at("key"), "--public", at("key.pub"))
                        .exitCode());
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }

    private void rule(String text) throws IOException {
        Files.writeString(signatures.resolve("yara/a.yar"), text);
    }

    private CommandRun pack(String version) {
        return CommandRun.of(
                "update",
                "pack",
                signatures.toString(),
                "--key",
                at("key"),
                "--out",
                packs.resolve(version + ".thorpack").toString(),
                "--pack-version",
                version);
    }

    private CommandRun update(String... more) {
        String[] words = new String[7 + more.length];
        System.arraycopy(
                new String[] {"update", "--from", packs.toString(), "--store", at("store"), "--key", at("key.pub")},
                0,
                words,
                0,
                7);
        System.arraycopy(more, 0, words, 7, more.length);
        return CommandRun.of(words);
    }

    @Test
    void packsInstallsUpgradesAndGoesBack() throws IOException {
        rule("rule one { condition: filesize == 1 }");
        assertEquals(0, pack("1").exitCode());
        CommandRun first = update();
        assertEquals(0, first.exitCode(), first.err());
        assertTrue(first.out().startsWith("installed 1: 1 signatures, 0 left out"), first.out());
        assertEquals("up to date: 1\n", update().out());
        rule("rule two { condition: filesize == 3 }");
        assertEquals(0, pack("2").exitCode());
        assertTrue(update().out().startsWith("installed 2: "));
        Path sample = Files.writeString(folder.resolve("sample"), "abc");
        CommandRun scan = CommandRun.of(
                "scan", "--custom-signatures", at("store/current"), "--custom-signatures-only", sample.toString());
        assertTrue(scan.out().contains("two"), scan.out() + scan.err());
        assertTrue(CommandRun.of("update", "rollback", "--store", at("store"))
                .out()
                .startsWith("in use: 1: "));
        CommandRun status = CommandRun.of("update", "status", "--store", at("store"));
        assertEquals(0, status.exitCode());
        assertTrue(status.out().contains("in use: 1 of ") && status.out().contains("before: 2 of "), status.out());
    }

    @Test
    void keepsTheSetWhenThePackDoesNotLoadIsOlderOrIsNotGenuine() throws IOException {
        rule("rule one { condition: filesize == 1 }");
        assertEquals(0, pack("5").exitCode());
        assertEquals(0, update().exitCode());
        Files.delete(packs.resolve("5.thorpack"));
        // Made with a key that is trusted, of a set that no thor made: the packing command would refuse it.
        rule("rule broken { condition: nonsense }");
        CommandRun refused = pack("6");
        assertEquals(3, refused.exitCode());
        assertFalse(Files.exists(packs.resolve("6.thorpack")));
        io.thor4j.thunderstorm.update.PackWriter.write(
                signatures,
                packs.resolve("6.thorpack"),
                io.thor4j.thunderstorm.update.PackVersion.parse("6"),
                io.thor4j.thunderstorm.update.PackKey.parse(Files.readAllBytes(folder.resolve("key")), null),
                java.time.Instant.EPOCH);
        CommandRun broken = update();
        assertEquals(3, broken.exitCode(), broken.err());
        assertTrue(broken.err().contains("thor: "), broken.err());
        Files.delete(packs.resolve("6.thorpack"));
        rule("rule old { condition: filesize == 1 }");
        assertEquals(0, pack("4").exitCode());
        CommandRun older = update();
        assertEquals(3, older.exitCode());
        assertTrue(older.err().contains("older than 5 in use"), older.err());
        assertEquals(
                0,
                CommandRun.of("update", "keygen", "--key", at("key2"), "--public", at("key2.pub"))
                        .exitCode());
        CommandRun wrong = CommandRun.of(
                "update", "--from", packs.toString(), "--store", at("store"), "--key", at("key2.pub"), "--allow-older");
        assertEquals(3, wrong.exitCode());
        assertTrue(wrong.err().contains("not one of a trusted key"), wrong.err());
        assertTrue(
                CommandRun.of("update", "status", "--store", at("store")).out().startsWith("in use: 5 of "));
        assertTrue(update("--allow-older").out().startsWith("installed 4: "));
    }

    @Test
    void saysWhatIsMissing() {
        assertEquals(2, CommandRun.of("update").exitCode());
        assertEquals(
                2,
                CommandRun.of("update", "--from", at("none"), "--store", at("s"), "--key", at("key.pub"))
                        .exitCode());
        assertEquals(
                2,
                CommandRun.of("update", "--from", "http://localhost/x", "--store", at("s"), "--key", at("key.pub"))
                        .exitCode());
        assertEquals(2, CommandRun.of("update", "status").exitCode());
        assertEquals(2, CommandRun.of("update", "status", "--store", at("none")).exitCode());
        assertEquals(
                2,
                CommandRun.of("update", "keygen", "--key", at("key"), "--public", at("x"))
                        .exitCode());
        assertFalse(Files.exists(folder.resolve("x")));
    }
}
