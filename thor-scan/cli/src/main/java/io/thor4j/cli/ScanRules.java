package io.thor4j.cli;

import io.thor4j.cli.yara.RuleSources;
import io.thor4j.core.Origin;
import io.thor4j.scan.RuleFolder;
import io.thor4j.scan.ThorScannerBuilder;
import io.thor4j.yara.YaraRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say which rules a scan uses. Used by one thread. */
final class ScanRules {
    @Option(
            names = {"--rules"},
            paramLabel = "PATH",
            description =
                    "A YARA rule file, or a folder with .yar and .yara files at any depth. May be repeated. Without it the starter"
                            + " rules are used. Each file is a namespace of its own; rules that do not compile are left out and counted.")
    private List<Path> paths = new ArrayList<>();

    @Option(names = "--starter-rules", description = "Use the starter rules too when --rules is given.")
    private boolean starter;

    @Option(
            names = {"-d", "--define"},
            paramLabel = "NAME=VALUE",
            converter = ExternalVariable.Converter.class,
            description =
                    "Define an external variable beside THOR's own (filename, filepath...): digits are an integer, digits with a dot a"
                            + " float, true and false a truth value, all else text. May be repeated.")
    private List<ExternalVariable> externals = new ArrayList<>();

    /**
     * Compiles the rules and adds them to a scan.
     *
     * @param builder the scan
     * @param signatures how many signatures the scan has already
     * @param only whether the starter rules stay away
     * @throws CommandFailure when a path is not there, or no rule is usable
     */
    void addTo(ThorScannerBuilder builder, long signatures, boolean only) {
        long usable = signatures;
        int leftOut = 0;
        for (Path path : paths) {
            if (!externals.isEmpty()) {
                YaraRules rules = compileWithExternals(path);
                usable += rules.rules().size();
                leftOut += rules.leftOut().size();
                builder.rules(rules);
                continue;
            }
            RuleFolder folder = compile(path);
            usable += folder.rules().rules().size();
            leftOut += folder.leftOut().size();
            builder.rules(folder);
        }
        if ((paths.isEmpty() && !only) || starter) {
            YaraRules rules = StarterRules.compile(externals);
            usable += rules.rules().size();
            builder.rules(rules, Origin.INTERNAL);
        }
        if (usable == 0) {
            throw CommandFailure.usage(
                    "no usable rule in " + names() + ": " + leftOut + " left out (thor yara check explains)");
        }
    }

    private RuleFolder compile(Path path) {
        try {
            return RuleFolder.compile(path);
        } catch (IOException e) {
            throw CommandFailure.usage("cannot read rules: " + path, e);
        }
    }

    /** The engine compiles folders with THOR's variables only. */
    private YaraRules compileWithExternals(Path path) {
        try {
            return RuleSources.read(List.of(path.toString()), System.in).compile(externals, false, true);
        } catch (CommandFailure e) {
            throw CommandFailure.usage("cannot read rules: " + path, e);
        }
    }

    private String names() {
        return String.join(", ", paths.stream().map(Path::toString).toList());
    }
}
