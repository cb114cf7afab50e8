package io.thor4j.cli.collect;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.core.ThorException;
import io.thor4j.thunderstorm.client.AsyncResult;
import io.thor4j.thunderstorm.client.CheckResult;
import io.thor4j.thunderstorm.client.Receipt;
import io.thor4j.thunderstorm.client.Sample;
import io.thor4j.thunderstorm.client.ThunderstormClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thor submit}: has single files scanned by a Thunderstorm server. Used by one thread. */
@Command(
        name = "submit",
        description =
                "Has files scanned by a Thunderstorm server and shows what it found; or asks the server for its status.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; no file has findings at Warning or Alert",
            "1:a file has findings at Warning or Alert",
            "2:could not start: bad option, no server there",
            "3:some files could not be read, sent or scanned"
        })
public final class SubmitCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Map<String, String> environment;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "The files.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--async", description = "Do not wait for results; show what to ask for them with.")
    private boolean async;

    @Option(
            names = "--result",
            paramLabel = "ID",
            description = "Show the result of a file that was sent with --async.")
    private @Nullable String result;

    @Option(names = "--status", description = "Show how the server is doing.")
    private boolean status;

    @Option(names = "--info", description = "Show what the server is.")
    private boolean info;

    /**
     * Makes the command.
     *
     * @param terminal where it writes
     * @param environment where proxy and token may be
     */
    public SubmitCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        if (files.isEmpty() && result == null && !status && !info) {
            throw CommandFailure.usage("say what to do: FILE, --result ID, --status or --info");
        }
        try (ThunderstormClient client = server.client(environment)) {
            if (status) {
                client.status().values().forEach((name, value) -> terminal.line(name + ": " + value));
            }
            if (info) {
                client.info().json().forEach((name, value) -> terminal.line(name + ": " + value));
            }
            if (!files.isEmpty()) {
                client.status();
            }
            int exitCode = result == null ? ExitCodes.OK : ask(client, result);
            for (Path file : files) {
                exitCode = Math.max(exitCode, send(client, file));
            }
            return exitCode;
        } catch (ThorException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        }
    }

    private int ask(ThunderstormClient client, String id) {
        Receipt receipt;
        try {
            receipt = new Receipt(id);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("not the id of a sample: " + id, e);
        }
        AsyncResult answer = client.asyncResult(receipt);
        CheckResult found = answer.result();
        if (found == null) {
            terminal.line(id + ": " + answer.text());
            return ExitCodes.INCOMPLETE;
        }
        return show(id, found);
    }

    private int send(ThunderstormClient client, Path file) {
        try {
            Sample sample = Sample.of(file);
            if (async) {
                terminal.line(client.checkAsync(sample).id() + " " + sample.name());
                return ExitCodes.OK;
            }
            return show(sample.name(), client.check(sample));
        } catch (IOException e) {
            terminal.message("thor: could not read file: " + file);
        } catch (ThorException e) {
            terminal.message("thor: " + file + ": " + e.getMessage());
        }
        return ExitCodes.INCOMPLETE;
    }

    private int show(String name, CheckResult found) {
        if (found.findings().isEmpty()) {
            terminal.line("clean '" + name + "'");
        }
        found.findings().forEach(finding -> terminal.line(CollectionLog.line(name, finding)));
        return found.suspicious() ? ExitCodes.FINDINGS : ExitCodes.OK;
    }
}
