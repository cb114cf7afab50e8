package io.thor4j.cli.intel;

import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.threatintel.feed.FeedOption;
import io.thor4j.threatintel.feed.FeedProviders;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code thor intel feeds}. Used by one thread. */
@Command(name = "feeds", description = "Shows which kinds of feeds there are, and their options.")
final class IntelFeedsCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;

    IntelFeedsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        FeedProviders providers = FeedProviders.discover();
        for (String id : providers.ids()) {
            terminal.line(id);
            for (FeedOption option : providers.options(id)) {
                terminal.line("  " + option.name() + (option.secret() ? " (secret)" : "")
                        + (option.required() ? " (required)" : "") + ": " + option.description());
            }
        }
        providers.problems().forEach(problem -> terminal.message("left out: " + problem));
        return ExitCodes.OK;
    }
}
