package io.thor4j.cli.signatures;

import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.scan.ioc.SignatureDiagnostic;
import io.thor4j.scan.signature.SignatureOptions;
import io.thor4j.scan.signature.SignatureSet;
import io.thor4j.scan.signature.SignatureSetInfo;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code thor signatures check}: says what is wrong with a signature folder and what is in it. Used by one thread. */
@Command(
        name = "check",
        description =
                "Reads a signature folder: prints FILE:LINE:COLUMN and what is wrong, then counts and the digest of all.",
        customSynopsis = "thor signatures check [OPTION]... DIR",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is left out; there may be warnings",
            "1:something is left out",
            "2:could not start: bad option, no folder there, no key in a key file"
        })
final class SignatureCheckCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "1", paramLabel = "DIR", description = "The folder, or one file.")
    private Path folder = Path.of("");

    @Mixin
    private KeyOptions keys = new KeyOptions();

    SignatureCheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        SignatureSet set = ScanSignatures.load(folder, SignatureOptions.DEFAULT.withKeys(keys.keys()));
        SignatureSetInfo info = set.info();
        for (SignatureDiagnostic diagnostic : info.diagnostics()) {
            terminal.line(diagnostic.toString());
        }
        info.counts().forEach((kind, count) -> terminal.line(kind + ": " + count));
        long warnings = info.diagnostics().size() - info.errors();
        terminal.line(info.files() + " files, " + info.signatures() + " signatures, " + info.errors() + " errors, "
                + warnings + " warnings");
        terminal.line("sha256: " + info.digest());
        return info.errors() > 0 ? ExitCodes.FINDINGS : ExitCodes.OK;
    }
}
