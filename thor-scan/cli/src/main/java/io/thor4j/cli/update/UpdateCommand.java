package io.thor4j.cli.update;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.cli.collect.ServerOptions;
import io.thor4j.core.ThorException;
import io.thor4j.thunderstorm.transport.ConnectionSettings;
import io.thor4j.thunderstorm.update.PackSource;
import io.thor4j.thunderstorm.update.PackTrust;
import io.thor4j.thunderstorm.update.SignatureStore;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thor update}: installs a signature pack. Used by one thread. */
@Command(
        name = "update",
        description = {
            "Installs a signed signature pack, when it is genuine, newer than the one in use, and loads.",
            "Otherwise, and whenever it is interrupted, the signatures in use stay."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the newest signatures are in use",
            "2:could not start: bad option, nothing at the source, another update is running",
            "3:the pack was refused or could not be read; the signatures in use stay"
        },
        footer = {"", "Scan with them: thor scan --custom-signatures STORE/current PATH"})
public final class UpdateCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Map<String, String> environment;

    @Option(
            names = "--from",
            paramLabel = "SOURCE",
            description = "Needed. A pack, a folder whose newest pack is taken, or an https address of a pack.")
    private String from = "";

    @Mixin
    private StoreOption store = new StoreOption();

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The public key of who may sign packs. May be repeated, while a key is replaced.")
    private List<String> keys = new ArrayList<>();

    @Option(names = "--allow-older", description = "Take older packs too, and others of the same version.")
    private boolean allowOlder;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "Trust the certificates in FILE (PEM) beside those that Java trusts. May be repeated.")
    private List<String> authorities = new ArrayList<>();

    @Option(
            names = "--http-proxy",
            paramLabel = "URL",
            description = "Go through this proxy; HTTPS_PROXY and NO_PROXY of the environment by default.")
    private @Nullable String proxy;

    @Option(names = "--token-file", paramLabel = "FILE", description = "A file with a token for the web server.")
    private @Nullable String tokenFile;

    @Mixin
    private SetCheck check = new SetCheck();

    private UpdateCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    /**
     * Returns the command with its subcommands.
     *
     * @param terminal where they write
     * @param environment where the proxy and passphrases may be
     */
    public static CommandLine commandLine(Terminal terminal, Map<String, String> environment) {
        return new CommandLine(new UpdateCommand(terminal, environment))
                .addSubcommand(new StatusCommand(terminal))
                .addSubcommand(new RollbackCommand(terminal))
                .addSubcommand(new PackCommand(terminal, environment))
                .addSubcommand(new PackKeygenCommand(terminal, environment));
    }

    @Override
    public Integer call() {
        // Not required for picocli, which would want them for the subcommands too.
        if (from.isEmpty() || keys.isEmpty()) {
            throw CommandFailure.usage("say where packs come from and who signs them: --from SOURCE --key FILE");
        }
        try {
            PackTrust trust =
                    PackTrust.parse(keys.stream().map(ServerOptions::read).toList());
            PackSource source = source(trust);
            SignatureStore.Update update = store.store().install(source, trust, allowOlder, check.on(terminal));
            String version = update.installed().manifest().version().toString();
            terminal.line(
                    update.changed() ? "installed " + version + ": " + update.contents() : "up to date: " + version);
            return ExitCodes.OK;
        } catch (ThorException e) {
            throw new CommandFailure(ExitCodes.INCOMPLETE, "thor: " + e.getMessage());
        } catch (IOException e) {
            throw CommandFailure.usage("no update from " + from + ": " + StoreOption.reason(e), e);
        }
    }

    private PackSource source(PackTrust trust) throws IOException {
        try {
            if (from.contains("://")) {
                URI uri = URI.create(from);
                ConnectionSettings.Builder connection =
                        ConnectionSettings.builder().proxies(ServerOptions.proxies(proxy, environment));
                authorities.forEach(file -> connection.authorities(ServerOptions.read(file)));
                if (tokenFile != null) {
                    connection.bearerToken(new String(ServerOptions.read(tokenFile), StandardCharsets.UTF_8).strip());
                }
                return PackSource.https(uri, connection.build());
            }
            Path path = Path.of(from);
            if (!Files.exists(path)) {
                throw CommandFailure.usage("there is no such file or folder: " + from);
            }
            return Files.isDirectory(path) ? PackSource.newest(path, trust) : PackSource.file(path);
        } catch (InvalidPathException e) {
            throw CommandFailure.usage("not a path: " + from, e);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        }
    }
}
