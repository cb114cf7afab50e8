package io.thor4j.cli.license;

import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.licensing.file.LicenseCheck;
import io.thor4j.licensing.file.LicenseSearch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thor license show}. Used by one thread. */
@Command(
        name = "show",
        description = {
            "Shows the licences of this host: the .lic files of a folder and all folders in it, and THOR_LICENSE.",
            "A licence that is encrypted for THOR itself is shown as what it is; only THOR can tell whether it is valid."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:a licence is valid", "1:none is", "2:bad option"})
final class ShowCommand extends HelpfulCommand implements Callable<Integer> {
    /** THOR shows ten (thor-scanner.md section 1.3). */
    private static final int SHOWN = 10;

    private final Terminal terminal;
    private final Map<String, String> environment;

    @Option(
            names = {"-q", "--license-path", "--licensepath"},
            paramLabel = "DIR",
            description = "Look in DIR. Default: this folder.")
    private Path folder = Path.of(".");

    @Option(names = "--printlicenses", description = "Show all licences, not only the first ten.")
    private boolean all;

    @Option(names = "--host", paramLabel = "NAME", description = "Judge them for this host. Default: this host.")
    private @Nullable String host;

    @Mixin
    private TrustOptions trust = new TrustOptions();

    ShowCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        List<LicenseCheck> checks = LicenseSearch.builder(trust.judge(TrustOptions.host(host)), folder)
                .environment(environment)
                .build()
                .list();
        checks.stream().limit(all ? checks.size() : SHOWN).forEach(check -> terminal.line("Info " + check.line()));
        if (!all && checks.size() > SHOWN) {
            terminal.message("thor: and " + (checks.size() - SHOWN) + " more; --printlicenses shows them");
        }
        if (checks.isEmpty()) {
            terminal.message("thor: no licence in " + folder);
        }
        return checks.stream().anyMatch(LicenseCheck::valid) ? ExitCodes.OK : ExitCodes.FINDINGS;
    }
}
