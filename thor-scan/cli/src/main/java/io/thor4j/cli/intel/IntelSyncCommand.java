package io.thor4j.cli.intel;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.core.ThorException;
import io.thor4j.threatintel.Secret;
import io.thor4j.threatintel.feed.FeedSync;
import io.thor4j.threatintel.feed.SyncReport;
import io.thor4j.threatintel.feed.ThreatConnectFeed;
import io.thor4j.threatintel.http.ApacheTransport;
import io.thor4j.threatintel.http.ProxySettings;
import io.thor4j.threatintel.store.IndicatorStore;
import io.thor4j.threatintel.threatconnect.ThreatConnectClient;
import io.thor4j.threatintel.threatconnect.ThreatConnectCredentials;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thor intel sync}. Used by one thread. */
@Command(
        name = "sync",
        description = {
            "Brings a store up to date with ThreatConnect: reads what was deleted, deactivated and changed since the last run,",
            "one transaction a page. A run that was ended anywhere is taken up after its last page."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the store is up to date",
            "2:could not start: bad option, no key",
            "3:the run ended early; what was read until then is in the store, and the next run goes on after it"
        },
        footer = {
            "",
            "The secret key is read from --secret-key-file or THOR_TC_SECRET_KEY, a token from --token-file or THOR_TC_TOKEN,",
            "the proxy from HTTPS_PROXY, HTTP_PROXY and NO_PROXY."
        })
final class IntelSyncCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private StoreOptions store = new StoreOptions();

    @Option(
            names = "--url",
            required = true,
            paramLabel = "URL",
            description = "The platform, such as https://app.threatconnect.com.")
    private URI url = URI.create("");

    @Option(names = "--access-id", paramLabel = "ID", description = "The access id of the API user.")
    private @Nullable String accessId;

    @Option(names = "--secret-key-file", paramLabel = "FILE", description = "A file that holds the secret key.")
    private @Nullable String secretKeyFile;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file that holds an API token, in place of access id and secret key.")
    private @Nullable String tokenFile;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The feed's name in the store; threatconnect by default.")
    private String name = "threatconnect";

    @Option(names = "--owner", paramLabel = "OWNER", description = "Only indicators of this owner; may be repeated.")
    private List<String> owners = List.of();

    @Option(names = "--tql", paramLabel = "FILTER", description = "Only indicators that match this TQL filter.")
    private String filter = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "In the first run read only what changed in this time, such as 168h; everything by default.")
    private @Nullable Duration since;

    @Option(names = "--page-size", paramLabel = "N", description = "Indicators a page, 1 to 10000; 2000 by default.")
    private int pageSize = 2000;

    @Option(names = "--no-deleted", description = "Do not ask what was deleted; use it when the API user may not.")
    private boolean noDeleted;

    @Option(names = "--full", description = "Read everything, and let go what the platform does not hold any more.")
    private boolean full;

    IntelSyncCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (ApacheTransport transport = transport();
                IndicatorStore open = store.open(false)) {
            ThreatConnectClient client = ThreatConnectClient.builder(url, credentials(), transport)
                    .pageSize(pageSize)
                    .build();
            Instant from = since == null ? null : Instant.now().minus(since);
            FeedSync sync = new FeedSync(
                    new ThreatConnectFeed(name, client, owners, filter, from, !noDeleted), open, this::progress);
            SyncReport report = full ? sync.reconcile() : sync.run();
            terminal.line(report.toString());
            terminal.line("active: " + open.activeCount());
            return ExitCodes.OK;
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        } catch (ThorException e) {
            throw new CommandFailure(ExitCodes.INCOMPLETE, "thor: " + e.getMessage());
        }
    }

    static ApacheTransport transport() {
        return ApacheTransport.builder()
                .proxies(ProxySettings.of(System.getenv()))
                .build();
    }

    private void progress(SyncReport report) {
        if (terminal.interactive()) {
            terminal.message(report.pages() + " pages, " + report.indicators() + " indicators");
        }
    }

    private ThreatConnectCredentials credentials() {
        String token = StoreOptions.secret(tokenFile, "THOR_TC_TOKEN");
        if (token != null && accessId == null) {
            return ThreatConnectCredentials.token(Secret.of(token));
        }
        String key = StoreOptions.secret(secretKeyFile, "THOR_TC_SECRET_KEY");
        if (accessId == null || key == null) {
            throw CommandFailure.usage(
                    "give --access-id with --secret-key-file (or THOR_TC_SECRET_KEY), or --token-file (or THOR_TC_TOKEN)");
        }
        return ThreatConnectCredentials.hmac(accessId, Secret.of(key));
    }
}
