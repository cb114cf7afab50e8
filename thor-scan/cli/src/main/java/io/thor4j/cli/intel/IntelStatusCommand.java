package io.thor4j.cli.intel;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.threatintel.feed.FeedHealth;
import io.thor4j.threatintel.store.FeedState;
import io.thor4j.threatintel.store.HistoryEntry;
import io.thor4j.threatintel.store.IndicatorStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thor intel status}. Used by one thread. */
@Command(
        name = "status",
        description = {
            "Shows what a store holds, how far its feeds were read and how they are, and what left it lately and why;",
            "of a 'thor intel run' its metrics and health."
        })
final class IntelStatusCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private StoreOptions store = new StoreOptions();

    @Option(
            names = "--history",
            paramLabel = "N",
            description = "Show the last N that left or came back; 10 by default.")
    private int history = 10;

    @Option(
            names = "--status-file",
            paramLabel = "FILE",
            description = "What 'thor intel run' writes; by default the store's file with .status at its end.")
    private @Nullable String statusFile;

    IntelStatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (IndicatorStore open = store.open(true)) {
            Map<String, Long> types = new TreeMap<>();
            open.forEachActive(stored -> types.merge(stored.indicator().type(), 1L, Long::sum));
            terminal.line("active: "
                    + types.values().stream().mapToLong(Long::longValue).sum());
            types.forEach((type, count) -> terminal.line("  " + type + ": " + count));
            for (FeedState feed : open.feeds()) {
                terminal.line("feed " + feed.feed() + ": " + health(feed) + ", last run "
                        + (feed.lastRun() == null ? "never ended" : feed.lastRun())
                        + ", last full run " + (feed.lastFullRun() == null ? "none" : feed.lastFullRun())
                        + (feed.fullCursor() == null ? "" : ", a full run is under way"));
                if (feed.lastError() != null) {
                    terminal.line("  last error: " + feed.lastError());
                }
            }
            live();
            for (HistoryEntry entry : open.history(history)) {
                terminal.line(entry.at() + " " + entry.key().type() + " "
                        + entry.key().value() + " of " + entry.key().owner()
                        + (entry.left() == null ? " came back" : " left: " + entry.left()));
            }
            return ExitCodes.OK;
        } catch (IOException e) {
            throw new CommandFailure(ExitCodes.INCOMPLETE, "thor: cannot read the status: " + e.getMessage());
        }
    }

    /* Of what the store knows: whether the last run came to its end, and if not, whether one ever did. */
    private static FeedHealth.State health(FeedState feed) {
        if (feed.lastError() == null) {
            return feed.lastRun() == null ? FeedHealth.State.DEGRADED : FeedHealth.State.UP;
        }
        return feed.lastRun() == null ? FeedHealth.State.DOWN : FeedHealth.State.DEGRADED;
    }

    private void live() throws IOException {
        Path file = statusFile == null ? store.statusFile() : StoreOptions.path(statusFile);
        if (file != null && Files.exists(file)) {
            StatusFile.read(file).forEach(terminal::line);
        } else if (statusFile != null) {
            throw CommandFailure.usage("no status at " + statusFile + "; 'thor intel run' writes it");
        }
    }
}
