package io.thor4j.cli.intel;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.core.ThorException;
import io.thor4j.core.http.ApacheTransport;
import io.thor4j.core.http.ProxySettings;
import io.thor4j.core.http.Retry;
import io.thor4j.threatintel.IntelLimits;
import io.thor4j.threatintel.feed.FeedConfig;
import io.thor4j.threatintel.feed.FeedEnvironment;
import io.thor4j.threatintel.feed.FeedProviders;
import io.thor4j.threatintel.feed.FeedResult;
import io.thor4j.threatintel.feed.FeedRun;
import io.thor4j.threatintel.feed.FeedTask;
import io.thor4j.threatintel.store.IndicatorStore;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thor intel sync}. Used by one thread. */
@Command(
        name = "sync",
        description = {
            "Brings a store up to date with a feed: reads what was deleted, deactivated and changed since the last run,",
            "one transaction a page. A run that was ended anywhere is taken up after its last page."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the store is up to date; what of the feed could not be used was said",
            "2:could not start: bad option, no key",
            "3:the run ended early; what was read until then is in the store, and the next run goes on after it"
        },
        footer = {
            "",
            "The secret key is read from --secret-key-file or THOR_TC_SECRET_KEY, a token from --token-file or THOR_TC_TOKEN,",
            "for taxii from --password-file or THOR_TAXII_PASSWORD and --token-file or THOR_TAXII_TOKEN,",
            "the proxy from HTTPS_PROXY, HTTP_PROXY and NO_PROXY."
        })
final class IntelSyncCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private StoreOptions store = new StoreOptions();

    @Mixin
    private FeedOptions feed = new FeedOptions();

    @Option(names = "--full", description = "Read everything, and let go what the source does not hold any more.")
    private boolean full;

    IntelSyncCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        FeedConfig config = feed.config();
        try (ApacheTransport transport = transport();
                IndicatorStore open = store.open(false)) {
            FeedEnvironment environment =
                    new FeedEnvironment(open, transport, Retry.patient(), IntelLimits.DEFAULT, Clock.systemUTC(), null);
            try (FeedTask task = FeedProviders.discover().open(config, environment)) {
                FeedResult result = task.run(new Run());
                terminal.line(config.name() + ": " + result);
                result.problems().forEach(terminal::message);
            }
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

    private final class Run implements FeedRun {
        @Override
        public boolean full() {
            return full;
        }

        @Override
        public void progress(FeedResult soFar) {
            if (terminal.interactive()) {
                terminal.message(soFar.pages() + " pages, " + soFar.indicators() + " indicators");
            }
        }
    }
}
