package io.thor4j.cli.yara;

import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.yara.Diagnostic;
import io.thor4j.yara.YaraRules;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thor yara check}: says what is wrong with rules. Used by one thread. */
@Command(
        name = "check",
        description = "Checks rules: prints FILE:LINE:COLUMN, what is wrong and the line of the rule, then the sums.",
        customSynopsis = "thor yara check [OPTION]... [NAMESPACE:]RULES...",
        exitCodeOnInvalidInput = 1,
        exitCodeOnExecutionException = 1,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:no errors", "1:errors (with --fail-on-warnings: or warnings), bad options, unreadable files"
        })
final class CheckCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "RULES", description = "Rule files and folders as for 'thor yara scan'.")
    private List<String> arguments = List.of();

    @Mixin
    private CompilerOptions options = new CompilerOptions();

    @Option(
            names = "--cost",
            description =
                    "Print what each rule's strings are expected to cost, the dearest first: places per megabyte of ordinary files that"
                            + " must be looked at closely, and why.")
    private boolean cost;

    @Option(
            names = "--top",
            paramLabel = "NUMBER",
            description = "With --cost: print so many rules, and strings of each (default: 20; 0 for all).")
    private int top = 20;

    @Option(
            names = "--thor-externals",
            description = "Define the external variables that 'thor scan' knows (filename, filepath...).")
    private boolean thorExternals;

    CheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        RuleSources sources = RuleSources.read(arguments, System.in);
        YaraRules rules = sources.compile(options.externals(), options.strictEscape(), thorExternals);
        SourceLines lines = new SourceLines(sources);
        int errors = 0;
        int warnings = 0;
        for (Diagnostic diagnostic : CompilerMessages.inOrder(rules.diagnostics())) {
            if (diagnostic.severity() == Diagnostic.Severity.ERROR) {
                errors++;
            } else {
                warnings++;
                if (options.noWarnings()) {
                    continue;
                }
            }
            terminal.line(diagnostic.toString());
            lines.excerpt(diagnostic).forEach(terminal::line);
        }
        if (cost) {
            new CostReport(terminal).print(rules, Math.max(0, top));
        }
        terminal.line(sources.sources().size() + " files: " + rules.rules().size() + " rules compile, "
                + rules.leftOut().size() + " do not; " + errors + " errors, " + warnings + " warnings");
        boolean failed = errors > 0 || (options.failOnWarnings() && !options.noWarnings() && warnings > 0);
        return failed ? ExitCodes.FINDINGS : ExitCodes.OK;
    }
}
