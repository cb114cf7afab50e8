package io.thor4j.cli.intel;

import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.threatintel.store.FeedState;
import io.thor4j.threatintel.store.HistoryEntry;
import io.thor4j.threatintel.store.IndicatorStore;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thor intel status}. Used by one thread. */
@Command(
        name = "status",
        description = "Shows what a store holds, how far its feeds were read, and what left it lately and why.")
final class IntelStatusCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private StoreOptions store = new StoreOptions();

    @Option(
            names = "--history",
            paramLabel = "N",
            description = "Show the last N that left or came back; 10 by default.")
    private int history = 10;

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
                terminal.line("feed " + feed.feed() + ": last run "
                        + (feed.lastRun() == null ? "never ended" : feed.lastRun())
                        + ", last full run " + (feed.lastFullRun() == null ? "none" : feed.lastFullRun())
                        + (feed.fullCursor() == null ? "" : ", a full run is under way"));
                if (feed.lastError() != null) {
                    terminal.line("  last error: " + feed.lastError());
                }
            }
            for (HistoryEntry entry : open.history(history)) {
                terminal.line(entry.at() + " " + entry.key().type() + " "
                        + entry.key().value() + " of " + entry.key().owner()
                        + (entry.left() == null ? " came back" : " left: " + entry.left()));
            }
            return ExitCodes.OK;
        }
    }
}
