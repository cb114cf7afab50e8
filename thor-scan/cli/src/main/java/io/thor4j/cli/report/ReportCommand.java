package io.thor4j.cli.report;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.core.Assessment;
import io.thor4j.core.MalformedRuleException;
import io.thor4j.core.Message;
import io.thor4j.core.spi.OutputSink;
import io.thor4j.core.text.TextLogWriter;
import io.thor4j.scan.filter.PatternList;
import io.thor4j.scan.output.html.HtmlReportOptions;
import io.thor4j.scan.output.html.HtmlReportSink;
import io.thor4j.scan.output.log.LogReader;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thor report}. Used by one thread. */
@Command(
        name = "report",
        description = {
            "Makes one HTML page from logs of any number of hosts: text, key/value, JSON of all versions, also compressed by gzip.",
            "The page needs no network and runs nothing but its own filters. Its size does not grow with the logs: what it does not"
                    + " show, it counts."
        },
        customSynopsis = "thor report [OPTION]... LOG...",
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the report is written",
            "2:could not start: bad option, no logs there",
            "3:a log could not be read, or holds lines that are no events; the report tells of the others"
        })
public final class ReportCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "0..*", paramLabel = "LOG", description = "Logs, or folders of logs.")
    private List<String> logs = List.of();

    @Option(
            names = {"--logfile", "--logdir"},
            paramLabel = "PATH",
            description = "The same, with thor-util's names.")
    private List<String> moreLogs = List.of();

    @Option(
            names = {"-o", "--outfile", "--output"},
            paramLabel = "FILE",
            description = "Where the report goes; ${DEFAULT-VALUE} by default.")
    private String output = "thor-report.html";

    @Option(
            names = "--filter",
            paramLabel = "FILE",
            description = "Leave out findings in whose text one of these regexes is found, a regex a line.")
    private @Nullable String filter;

    @Option(
            names = {"--html-include-info", "--include-info-in-html"},
            description = "Show events of the level Info, too.")
    private boolean info;

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            description = "Show so many events of each level; ${DEFAULT-VALUE} by default. The rest is counted.")
    private int limit = HtmlReportOptions.DEFAULT_ENTRIES;

    @Option(
            names = {"--timestamp-utc", "--utc"},
            description = "Show times in UTC instead of the local zone.")
    private boolean utc;

    /**
     * Makes the command.
     *
     * @param terminal where it writes
     */
    public ReportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<String> names = new ArrayList<>(logs);
        names.addAll(moreLogs);
        if (names.isEmpty()) {
            throw CommandFailure.usage("say which logs: thor report LOG...");
        } else if (limit < 0) {
            throw CommandFailure.usage("--limit " + limit + " is negative");
        }
        ZoneId zone = utc ? ZoneOffset.UTC : ZoneId.systemDefault();
        LogFiles files = LogFiles.find(names);
        Filter filtered = new Filter(open(zone, files), patterns(), zone);
        files.read(new LogReader(zone, OffsetDateTime.now(zone)), filtered, terminal);
        filtered.close();
        if (filtered.left > 0) {
            terminal.message("thor: " + filtered.left + " findings were left out by " + filter);
        }
        return files.summarise(terminal, output);
    }

    private HtmlReportSink open(ZoneId zone, LogFiles files) {
        try {
            return new HtmlReportSink(
                    Path.of(output), new HtmlReportOptions(zone, info, limit, List.of(), files.names()));
        } catch (IOException | InvalidPathException e) {
            throw CommandFailure.usage("cannot write the report: " + e, e);
        }
    }

    private PatternList patterns() {
        if (filter == null) {
            return PatternList.EMPTY;
        }
        try {
            return PatternList.ofFindings(Path.of(filter));
        } catch (IOException | InvalidPathException e) {
            throw CommandFailure.usage("cannot read " + filter + ": " + e, e);
        } catch (MalformedRuleException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        }
    }

    /** Hands on messages, and findings that no pattern is found in. */
    private static final class Filter implements OutputSink {
        private final OutputSink sink;
        private final PatternList patterns;
        private final TextLogWriter text;
        private long left;

        Filter(OutputSink sink, PatternList patterns, ZoneId zone) {
            this.sink = sink;
            this.patterns = patterns;
            this.text = TextLogWriter.of("", zone, true);
        }

        @Override
        public void accept(Assessment assessment) {
            if (patterns.size() > 0 && patterns.matches(assessment.level().text() + ": " + text.body(assessment))) {
                left++;
            } else {
                sink.accept(assessment);
            }
        }

        @Override
        public void accept(Message message) {
            sink.accept(message);
        }

        @Override
        public void close() {
            sink.close();
        }
    }
}
