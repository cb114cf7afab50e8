package io.thor4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What makes starts short leaves the commands as they are. */
class StartupTrainingTest {
    private static final Terminal NOWHERE = new Terminal(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            false);

    @Test
    void everyCommandOfTheTrainingSucceeds(@TempDir Path folder) throws Exception {
        assertEquals(List.of(0, 0, 0, 0, 0), StartupTraining.run(folder));
    }

    @Test
    void theFirstWordLeadsToItsCommandAlone() {
        CommandLine whole = ThorCommand.commandLine(NOWHERE);
        for (String name : whole.getSubcommands().keySet()) {
            CommandLine one = ThorCommand.commandLine(NOWHERE, name);
            boolean completions = name.equals("completions");
            assertEquals(
                    completions ? whole.getSubcommands().keySet() : Set.of(name),
                    one.getSubcommands().keySet());
            assertEquals(
                    whole.getSubcommands().get(name).getUsageMessage(),
                    one.getSubcommands().get(name).getUsageMessage());
        }
        for (String other : List.of("", "--debug", "sacn")) {
            assertEquals(
                    whole.getSubcommands().keySet(),
                    ThorCommand.commandLine(NOWHERE, other).getSubcommands().keySet());
        }
    }
}
