package io.thor4j.cli.update;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.core.ThorException;
import io.thor4j.thunderstorm.update.SignatureStore;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code thor update rollback}. Used by one thread. */
@Command(
        name = "rollback",
        description = "Goes back to the pack that was in use before, if it loads.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it is in use", "3:there is none, or it does not load; the one in use stays"})
final class RollbackCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private StoreOption option = new StoreOption();

    @Mixin
    private SetCheck check = new SetCheck();

    RollbackCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try {
            SignatureStore.Update update = option.store().rollback(check.on(terminal));
            terminal.line("in use: " + update.installed().manifest().version() + ": " + update.contents());
            return ExitCodes.OK;
        } catch (ThorException | IOException e) {
            throw new CommandFailure(ExitCodes.INCOMPLETE, "thor: " + e.getMessage());
        }
    }
}
