package io.thor4j.cli;

import io.thor4j.cli.signatures.KeyOptions;
import io.thor4j.cli.signatures.ScanSignatures;
import io.thor4j.core.Origin;
import io.thor4j.core.YaraEngineException;
import io.thor4j.core.spi.YaraEngineProvider;
import io.thor4j.scan.RuleFolder;
import io.thor4j.scan.ThorExternals;
import io.thor4j.scan.ThorScannerBuilder;
import io.thor4j.scan.YaraEngines;
import io.thor4j.yara.ThorYaraEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that say which rules a scan uses. Used by one thread. */
public final class ScanRules {
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

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description =
                    "The YARA engine: thor (pure Java, the default), or libyara to use the libyara that is installed on this system.")
    private String engine = ThorYaraEngine.ID;

    /** For picocli. */
    public ScanRules() {}

    /**
     * Compiles the rules and adds them to a scan.
     *
     * @param builder the scan
     * @param signatures what else the scan uses
     * @param keys keys of its encrypted files
     * @throws CommandFailure when a path is not there, no rule is usable, or the engine cannot run here
     */
    public void addTo(ThorScannerBuilder builder, ScanSignatures signatures, KeyOptions keys) {
        try {
            YaraEngineProvider yaraEngine = YaraEngines.find(engine);
            addTo(builder, yaraEngine, signatures.addTo(builder, keys, yaraEngine, variables()), signatures.only());
        } catch (YaraEngineException e) {
            throw CommandFailure.usage("--engine " + engine + ": " + e.getMessage(), e);
        }
    }

    private void addTo(
            ThorScannerBuilder builder, YaraEngineProvider yaraEngine, long signatures, boolean withoutStarter) {
        long usable = signatures;
        int leftOut = 0;
        Map<String, Object> variables = variables();
        for (Path path : paths) {
            RuleFolder folder = compile(path, yaraEngine, variables);
            usable += folder.rules().rules().size();
            leftOut += folder.leftOut().size();
            builder.rules(folder);
        }
        if ((paths.isEmpty() && !withoutStarter) || starter) {
            RuleFolder rules = RuleFolder.compile("starter rules", StarterRules.sources(), yaraEngine, variables);
            usable += rules.rules().rules().size();
            builder.rules(rules, Origin.INTERNAL);
        }
        if (usable == 0) {
            throw CommandFailure.usage(
                    "no usable rule in " + names() + ": " + leftOut + " left out (thor yara check explains)");
        }
    }

    private Map<String, Object> variables() {
        Map<String, Object> variables = new LinkedHashMap<>();
        for (ExternalVariable external : externals) {
            if (ThorExternals.initial().containsKey(external.name())
                    || variables.putIfAbsent(external.name(), external.value()) != null) {
                throw CommandFailure.usage("external variable " + external.name() + " is defined twice");
            }
        }
        return variables;
    }

    private static RuleFolder compile(Path path, YaraEngineProvider yaraEngine, Map<String, Object> variables) {
        try {
            return RuleFolder.compile(path, yaraEngine, variables);
        } catch (IOException e) {
            throw CommandFailure.usage("cannot read rules: " + path, e);
        }
    }

    private String names() {
        return String.join(", ", paths.stream().map(Path::toString).toList());
    }
}
