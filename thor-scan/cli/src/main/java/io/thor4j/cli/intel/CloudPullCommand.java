package io.thor4j.cli.intel;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.core.Secret;
import io.thor4j.core.ThorException;
import io.thor4j.core.http.ApacheTransport;
import io.thor4j.core.http.Retry;
import io.thor4j.threatintel.IntelLimits;
import io.thor4j.threatintel.ecs.EcsOptions;
import io.thor4j.threatintel.ecs.EcsOptions.Compatibility;
import io.thor4j.threatintel.ecs.ThorLogMapping;
import io.thor4j.threatintel.thorcloud.PullReport;
import io.thor4j.threatintel.thorcloud.ThorCloudClient;
import io.thor4j.threatintel.thorcloud.ThorCloudPull;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code thor cloud pull}. Used by one thread. */
@Command(
        name = "pull",
        description =
                "Pulls the logs of all scans that ended since the last pull, each once, and adds their events to a file.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all logs that there are were pulled",
            "2:could not start: bad option, no key",
            "3:a log or the search failed; what was pulled until then is in the file, and the next pull tries the rest"
        },
        footer = {
            "",
            "The API key is read from --api-key-file or THOR_CLOUD_API_KEY, the proxy from HTTPS_PROXY, HTTP_PROXY and NO_PROXY.",
            "Lines that are no events go to the file's name with .malformed at its end."
        })
final class CloudPullCommand extends HelpfulCommand implements Callable<Integer> {
    private static final String ECS = "ecs:";
    private static final String RAW = "raw:";
    private static final long LOG_BYTES = 8L << 30;

    private final Terminal terminal;

    @Option(names = "--url", paramLabel = "URL", description = "The address; ${DEFAULT-VALUE} by default.")
    private URI url = URI.create("https://thor-cloud.nextron-services.com/api");

    @Option(names = "--api-key-file", paramLabel = "FILE", description = "A file that holds the API key.")
    private @Nullable String apiKeyFile;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "How far back the first pull looks; 24h by default.")
    private Duration since = Duration.ofHours(24);

    @Option(
            names = "--sink",
            required = true,
            paramLabel = "ecs:FILE|raw:FILE",
            description = "Where events go, one a line: in the Elastic Common Schema with their ids, or as they came.")
    private String sink = "";

    @Option(
            names = "--cursor",
            paramLabel = "FILE",
            description = "Where the place is kept; the sink's file with .cursor at its end by default.")
    private @Nullable String cursor;

    @Option(names = "--campaign", paramLabel = "ID", description = "Only scans of this campaign; may be repeated.")
    private Set<String> campaigns = Set.of();

    @Option(names = "--host", paramLabel = "NAME", description = "Only scans of this host; may be repeated.")
    private Set<String> hosts = Set.of();

    @Option(
            names = "--longest-run",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "Give up on scans that have not ended after this time; 7d by default.")
    private Duration longestRun = Duration.ofDays(7);

    @Option(
            names = "--compatibility",
            paramLabel = "MODE",
            description = "For ecs: elastic gives exactly what Elastic's integration gives.")
    private Mode mode = Mode.thor;

    @Option(names = "--preserve-original", description = "For ecs: keep each line as it came in event.original.")
    private boolean preserveOriginal;

    /** The modes. */
    enum Mode {
        thor(Compatibility.THOR),
        elastic(Compatibility.ELASTIC);

        private final Compatibility compatibility;

        Mode(Compatibility compatibility) {
            this.compatibility = compatibility;
        }

        Compatibility compatibility() {
            return compatibility;
        }
    }

    CloudPullCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        String key = StoreOptions.secret(apiKeyFile, "THOR_CLOUD_API_KEY");
        if (key == null) {
            throw CommandFailure.usage("give --api-key-file or THOR_CLOUD_API_KEY");
        }
        boolean ecs = sink.startsWith(ECS);
        if ((!ecs && !sink.startsWith(RAW)) || sink.length() <= ECS.length()) {
            throw CommandFailure.usage("--sink is ecs:FILE or raw:FILE, not " + sink);
        }
        String name = sink.substring(ECS.length());
        Path file = StoreOptions.path(name);
        Path place = StoreOptions.path(cursor == null ? name + ".cursor" : cursor);
        ThorLogMapping mapping = ecs ? new ThorLogMapping(new EcsOptions(mode.compatibility, preserveOriginal)) : null;
        try (ApacheTransport transport = IntelSyncCommand.transport();
                LogFile log = new LogFile(file, mapping)) {
            ThorCloudClient client = new ThorCloudClient(
                    url, Secret.of(key), transport, Retry.patient(), IntelLimits.DEFAULT, LOG_BYTES);
            PullReport report = new ThorCloudPull(
                            client, place, since, longestRun, campaigns, hosts, Clock.systemUTC(), IntelLimits.DEFAULT)
                    .run(log);
            terminal.line(report.toString());
            report.encrypted().forEach(scan -> terminal.message("encrypted: " + scan));
            report.failed().forEach(scan -> terminal.message("failed: " + scan));
            return report.failed().isEmpty() ? ExitCodes.OK : ExitCodes.INCOMPLETE;
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        } catch (ThorException | IOException e) {
            throw new CommandFailure(ExitCodes.INCOMPLETE, "thor: " + e.getMessage());
        }
    }
}
