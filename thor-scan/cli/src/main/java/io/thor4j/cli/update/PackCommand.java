package io.thor4j.cli.update;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.cli.collect.ServerOptions;
import io.thor4j.core.ThorException;
import io.thor4j.thunderstorm.update.PackKey;
import io.thor4j.thunderstorm.update.PackManifest;
import io.thor4j.thunderstorm.update.PackVersion;
import io.thor4j.thunderstorm.update.PackWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thor update pack}. Used by one thread. */
@Command(
        name = "pack",
        description = {
            "Makes a signed pack of a folder laid out as THOR's custom-signatures, after it was loaded.",
            "An encrypted key's passphrase is read from THOR_PACK_PASSPHRASE."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the pack is there",
            "2:could not start: bad option, no such folder",
            "3:the folder does not load"
        })
final class PackCommand extends HelpfulCommand implements Callable<Integer> {
    /** Where the passphrase is: not an option, which other users of the host could read. */
    static final String PASSPHRASE = "THOR_PACK_PASSPHRASE";

    private final Terminal terminal;
    private final Map<String, String> environment;

    @Parameters(arity = "1", paramLabel = "DIR", description = "The folder.")
    private Path folder = Path.of("");

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "The key to sign with.")
    private String key = "";

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The pack, NAME.thorpack.")
    private Path out = Path.of("");

    @Option(
            names = "--pack-version",
            paramLabel = "VERSION",
            description = "Numbers with dots between them; date and time (UTC) by default. Updates only go up.")
    private @Nullable String version;

    @Mixin
    private SetCheck check = new SetCheck();

    PackCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    static char @Nullable [] passphrase(Map<String, String> environment) {
        String value = environment.get(PASSPHRASE);
        return value == null || value.isEmpty() ? null : value.toCharArray();
    }

    @Override
    public Integer call() {
        Instant now = Instant.now();
        try {
            PackKey signer = PackKey.parse(ServerOptions.read(key), passphrase(environment));
            PackVersion made = version == null ? PackVersion.of(now) : PackVersion.parse(version);
            String contents = check.on(terminal).load(folder);
            PackManifest manifest = PackWriter.write(folder, out, made, signer, now);
            terminal.line("made " + out + ", version " + made + ", "
                    + manifest.files().size() + " files: " + contents);
            return ExitCodes.OK;
        } catch (ThorException e) {
            throw new CommandFailure(ExitCodes.INCOMPLETE, "thor: " + e.getMessage());
        } catch (IOException e) {
            throw CommandFailure.usage("no pack of " + folder + ": " + StoreOption.reason(e), e);
        }
    }
}
