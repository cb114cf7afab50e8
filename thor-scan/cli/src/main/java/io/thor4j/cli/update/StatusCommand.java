package io.thor4j.cli.update;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.core.ThorException;
import io.thor4j.thunderstorm.update.SignatureStore;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code thor update status}. Used by one thread. */
@Command(
        name = "status",
        description = "Shows which packs are installed, and compares the one in use with what was signed.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:a pack is in use and whole", "1:its files were changed", "2:there is none"})
final class StatusCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private StoreOption option = new StoreOption();

    StatusCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        SignatureStore store = option.store();
        try {
            SignatureStore.Installed now = store.current();
            if (now == null) {
                throw CommandFailure.usage("no pack is installed");
            }
            terminal.line("in use: " + now.manifest().version() + " of "
                    + now.manifest().created() + ", " + now.manifest().files().size() + " files");
            SignatureStore.Installed before = store.previous();
            if (before != null) {
                terminal.line("before: " + before.manifest().version() + " of "
                        + before.manifest().created());
            }
            List<String> damage = store.damage(now);
            damage.forEach(terminal::line);
            return damage.isEmpty() ? ExitCodes.OK : ExitCodes.FINDINGS;
        } catch (ThorException | IOException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        }
    }
}
