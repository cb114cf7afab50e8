package io.thor4j.cli.license;

import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.licensing.file.LicenseCheck;
import io.thor4j.licensing.file.LicenseSearch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thor license verify}. Used by one thread. */
@Command(
        name = "verify",
        description = "Verifies licence files of thor's own format.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all are valid", "1:one is not", "2:bad option"})
final class VerifyCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Licence files.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--host", paramLabel = "NAME", description = "Judge them for this host. Default: this host.")
    private @Nullable String host;

    @Mixin
    private TrustOptions trust = new TrustOptions();

    VerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        LicenseSearch search = LicenseSearch.builder(trust.judge(TrustOptions.host(host)), Path.of("."))
                .build();
        boolean valid = true;
        for (Path file : files) {
            LicenseCheck check = search.check(file);
            terminal.line("Info " + check.line());
            valid &= check.valid();
        }
        return valid ? ExitCodes.OK : ExitCodes.FINDINGS;
    }
}
