package io.thor4j.cli.license;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.licensing.file.LicenseFolder;
import io.thor4j.licensing.own.IssuerKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code thor license keygen}. Used by one thread. */
@Command(
        name = "keygen",
        description = {
            "Makes an issuer's key, and the trust anchor that products need to verify its licences.",
            "With THOR_ISSUER_PASSPHRASE in the environment the key's file is encrypted."
        })
final class KeygenCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Map<String, String> environment;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "Where the key goes. It must not be there yet.")
    @SuppressWarnings("NullAway.Init") // required
    private Path key;

    @Option(names = "--trust", required = true, paramLabel = "FILE", description = "Where the trust anchor goes.")
    @SuppressWarnings("NullAway.Init") // required
    private Path trust;

    KeygenCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        // Writing over a key would take all its licences with it.
        if (Files.exists(key, LinkOption.NOFOLLOW_LINKS)) {
            throw CommandFailure.usage("there is a file already: " + key);
        }
        SecureRandom random = new SecureRandom();
        IssuerKey made = IssuerKey.generate(random, Clock.systemUTC());
        char @Nullable [] passphrase = IssuerKeyFile.passphrase(environment);
        try {
            byte[] file = passphrase == null ? made.toFile() : made.toFile(passphrase, random);
            LicenseFolder.writeSecret(key, file);
            LicenseFolder.write(trust, made.anchor().toFile());
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(IssuerKeyFile.PASSPHRASE + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw CommandFailure.usage("could not write: " + e.getMessage(), e);
        }
        terminal.line("key " + made.id() + ": keep " + key + " secret, ship " + trust);
        return ExitCodes.OK;
    }
}
