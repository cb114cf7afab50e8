package io.thor4j.cli.update;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.licensing.file.LicenseFolder;
import io.thor4j.thunderstorm.update.PackKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code thor update keygen}. Used by one thread. */
@Command(
        name = "keygen",
        description = {
            "Makes a key to sign packs with, and the public key that updates need.",
            "With THOR_PACK_PASSPHRASE in the environment the key's file is encrypted. Both are PEM files, as OpenSSL has them."
        })
final class PackKeygenCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Map<String, String> environment;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "Where the key goes. It must not be there yet.")
    private Path key = Path.of("");

    @Option(names = "--public", required = true, paramLabel = "FILE", description = "Where the public key goes.")
    private Path publicKey = Path.of("");

    PackKeygenCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        // Writing over a key would end all updates that are signed with it.
        if (Files.exists(key, LinkOption.NOFOLLOW_LINKS)) {
            throw CommandFailure.usage("there is a file already: " + key);
        }
        SecureRandom random = new SecureRandom();
        char @Nullable [] passphrase = PackCommand.passphrase(environment);
        PackKey.Pair pair = PackKey.generate(random);
        try {
            byte[] file = passphrase == null ? pair.key().toPem() : pair.key().toPem(passphrase, random);
            LicenseFolder.writeSecret(key, file);
            LicenseFolder.write(publicKey, pair.publicPem());
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(PackCommand.PASSPHRASE + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw CommandFailure.usage("could not write: " + StoreOption.reason(e), e);
        }
        terminal.line("keep " + key + " secret, give " + publicKey + " to those who update");
        return ExitCodes.OK;
    }
}
