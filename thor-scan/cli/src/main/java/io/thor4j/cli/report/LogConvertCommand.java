package io.thor4j.cli.report;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.OutputKind;
import io.thor4j.cli.Terminal;
import io.thor4j.core.spi.OutputSink;
import io.thor4j.core.text.TextLogWriter;
import io.thor4j.scan.output.log.LogReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thor logconvert}. Used by one thread. */
@Command(
        name = "logconvert",
        description = {
            "Converts logs: from text, key/value and JSON of all versions (each line tells by itself what it is) to any of these, to a CSV"
                    + " table of all events, or one for each module, to CEF, SARIF or an HTML report.",
            "Text and JSON of version 1 hold no structure: converted to version 3, their subjects are generic objects that hold the keys of"
                    + " the text log."
        },
        customSynopsis = "thor logconvert [OPTION]... -f LOG -o FILE",
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all events are converted",
            "2:could not start: bad option, no logs there",
            "3:a log could not be read, or holds lines that are no events; the others are converted"
        })
public final class LogConvertCommand extends HelpfulCommand implements Callable<Integer> {
    private static final String TABLE = "csv";
    private static final String TABLES = "csv-zip";

    private final Terminal terminal;

    @Parameters(arity = "0..*", paramLabel = "LOG", description = "Logs, or folders of logs.")
    private List<String> logs = List.of();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "LOG",
            description = "The same, with thor-util's name.")
    private List<String> moreLogs = List.of();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "Where the result goes.")
    private String output = "";

    @Option(
            names = "--to",
            paramLabel = "KIND",
            description =
                    "text kv json jsonv2 jsonv1 csv csv-zip (a table for each module) cef sarif html; by the extension of FILE when left out"
                            + " (.txt .log .kv .json .csv .zip .cef .sarif .html).")
    private String to = "";

    @Option(
            names = "--address",
            paramLabel = "IP",
            description =
                    "The host's address in text lines, which other logs do not hold; ${DEFAULT-VALUE} by default.")
    private String address = "0.0.0.0";

    @Option(
            names = {"--timestamp-utc", "--utc"},
            description = "Times in UTC instead of the local zone.")
    private boolean utc;

    @Option(
            names = {"--timestamp-rfc3339", "--rfc3339"},
            description = "The time of text lines as RFC 3339.")
    private boolean rfc3339;

    /**
     * Makes the command.
     *
     * @param terminal where it writes
     */
    public LogConvertCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<String> names = new ArrayList<>(logs);
        names.addAll(moreLogs);
        if (names.isEmpty()) {
            throw CommandFailure.usage("say which logs: thor logconvert -f LOG -o FILE");
        }
        String kind = kind();
        ZoneId zone = utc ? ZoneOffset.UTC : ZoneId.systemDefault();
        LogReader reader = new LogReader(zone, OffsetDateTime.now(zone));
        LogFiles files = LogFiles.find(names);
        try {
            if (kind.equals(TABLE)) {
                CsvTable table = new CsvTable();
                LogFiles.find(names).read(reader, table, terminal);
                table.begin(Path.of(output));
                files.read(reader, table, terminal);
                table.close();
            } else if (kind.equals(TABLES)) {
                CsvZip tables = new CsvZip();
                LogFiles.find(names).read(reader, tables, terminal);
                tables.begin(Path.of(output));
                files.read(reader, tables, terminal);
                tables.close();
            } else {
                OutputSink sink = open(kind, zone);
                files.read(reader, sink, terminal);
                sink.close();
            }
        } catch (IOException | InvalidPathException e) {
            throw CommandFailure.usage("cannot write " + output + ": " + e, e);
        } catch (UncheckedIOException e) {
            throw new CommandFailure(ExitCodes.INCOMPLETE, "thor: cannot write " + output + ": " + e.getMessage());
        }
        return files.summarise(terminal, output);
    }

    private String kind() {
        if (!to.isEmpty()) {
            return to.toLowerCase(Locale.ROOT);
        }
        String extension = output.substring(output.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return switch (extension) {
            case "txt", "log" -> "text";
            case "htm" -> "html";
            case "zip" -> TABLES;
            default -> extension;
        };
    }

    private OutputSink open(String name, ZoneId zone) throws IOException {
        OutputKind kind = OutputKind.find(name);
        if (kind == null || kind == OutputKind.STATS) {
            throw CommandFailure.usage(
                    "--to " + name + " is none of text kv json jsonv2 jsonv1 csv csv-zip cef sarif html");
        }
        return kind.open(
                Path.of(output),
                new OutputKind.Setting(TextLogWriter.of(address, zone, rfc3339), zone, false, 0, true, List.of()));
    }
}
