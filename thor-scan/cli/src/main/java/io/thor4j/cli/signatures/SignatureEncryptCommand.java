package io.thor4j.cli.signatures;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.scan.signature.SignatureContainer;
import io.thor4j.scan.signature.SignatureKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thor signatures encrypt}: encrypts signature files. Used by one thread. */
@Command(
        name = "encrypt",
        description = {
            "Encrypts signature files with AES-256-GCM: .txt becomes .dat, .yar .yas, .yml .yms, .json .jsos. The plain files stay.",
            "The format is thor's own; THOR cannot read it."
        },
        customSynopsis = "thor signatures encrypt (--signature-key FILE | --signature-passphrase-file FILE) FILE...",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all files are encrypted", "2:bad option, no key, or a file that cannot be read or written"})
final class SignatureEncryptCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Signature files.")
    private List<Path> files = List.of();

    @Option(names = "--destdir", paramLabel = "DIR", description = "Where to write; beside each file by default.")
    private @Nullable Path destination;

    @Mixin
    private KeyOptions keys = new KeyOptions();

    SignatureEncryptCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<SignatureKey> given = keys.keys();
        if (given.size() != 1) {
            throw CommandFailure.usage("give one key: --signature-key FILE or --signature-passphrase-file FILE");
        }
        for (Path file : files) {
            encrypt(file, given.get(0));
        }
        return ExitCodes.OK;
    }

    private void encrypt(Path file, SignatureKey key) {
        String name = SignatureContainer.encryptedName(String.valueOf(file.getFileName()));
        if (name == null) {
            throw CommandFailure.usage("not a signature file by its extension: " + file);
        }
        Path folder = destination == null ? file.toAbsolutePath().getParent() : destination;
        Path target = folder == null ? Path.of(name) : folder.resolve(name);
        try {
            byte[] sealed = SignatureContainer.encrypt(Files.readAllBytes(file), key);
            /* Whole or not at all: a scanner may be reading the folder. */
            Path unfinished = target.resolveSibling(name + ".unfinished");
            Files.write(unfinished, sealed);
            Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw CommandFailure.usage(
                    "cannot encrypt " + file + ": " + e.getClass().getSimpleName(), e);
        }
        terminal.line(file + " -> " + target);
    }
}
