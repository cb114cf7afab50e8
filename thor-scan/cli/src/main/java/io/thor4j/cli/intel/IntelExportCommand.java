package io.thor4j.cli.intel;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.core.ioc.IocKind;
import io.thor4j.threatintel.ecs.StoredIndicatorMapping;
import io.thor4j.threatintel.export.IndicatorExporter;
import io.thor4j.threatintel.export.IocMapping;
import io.thor4j.threatintel.store.IndicatorStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thor intel export}. Used by one thread. */
@Command(
        name = "export",
        description =
                "Writes the active indicators of a store as files for THOR, CSV, STIX 2.1, or in the Elastic Common Schema.")
final class IntelExportCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;

    /** The formats. */
    enum Format {
        thor,
        csv,
        stix,
        ecs
    }

    @Mixin
    private StoreOptions store = new StoreOptions();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}; thor by default: a folder with IOC files for --custom-signatures.")
    private Format format = Format.thor;

    @Option(names = "--min-score", paramLabel = "N", description = "For thor: leave out what scores less than N.")
    private int minimumScore;

    @Option(
            names = "--min-confidence",
            paramLabel = "N",
            description = "For thor: leave out what has a confidence below N.")
    private int minimumConfidence;

    @Option(
            names = "--prefix",
            paramLabel = "NAME",
            description = "For thor: what the files' names begin with; intel by default.")
    private String prefix = "intel";

    @Option(
            names = "--compatibility",
            paramLabel = "MODE",
            description = "For ecs: elastic gives what Elastic's integration gives; thor, the default, more.")
    private CloudPullCommand.Mode mode = CloudPullCommand.Mode.thor;

    @Parameters(paramLabel = "FILE|FOLDER", description = "The file to write, or the folder for thor.")
    private String target = "";

    IntelExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path path = StoreOptions.path(target);
        try (IndicatorStore open = store.open(true)) {
            IndicatorExporter exporter = new IndicatorExporter(
                    open, new IocMapping(IocMapping.DEFAULT.customTypes(), minimumScore, minimumConfidence));
            switch (format) {
                case csv -> terminal.line(exporter.csv(path) + " indicators in " + target);
                case stix -> terminal.line(exporter.stix(path) + " indicators in " + target);
                case ecs ->
                    terminal.line(exporter.ecs(path, new StoredIndicatorMapping(mode.compatibility()))
                            + " indicators in " + target);
                case thor -> {
                    for (Map.Entry<IocKind, Long> entry :
                            exporter.thor(path, prefix).entrySet()) {
                        terminal.line(entry.getKey().text() + ": " + entry.getValue());
                    }
                }
            }
            return ExitCodes.OK;
        } catch (IOException e) {
            throw new CommandFailure(ExitCodes.INCOMPLETE, "thor: cannot write to " + target + ": " + e.getMessage());
        }
    }
}
