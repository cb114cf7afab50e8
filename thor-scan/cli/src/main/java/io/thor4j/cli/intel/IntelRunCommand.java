package io.thor4j.cli.intel;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.StopOnSignal;
import io.thor4j.cli.Terminal;
import io.thor4j.core.ThorException;
import io.thor4j.threatintel.ecs.EcsOptions;
import io.thor4j.threatintel.ecs.ThorLogMapping;
import io.thor4j.threatintel.feed.FeedConfig;
import io.thor4j.threatintel.feed.FeedMetrics;
import io.thor4j.threatintel.feed.IntelSnapshot;
import io.thor4j.threatintel.feed.LiveIntel;
import io.thor4j.threatintel.store.IndicatorStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thor intel run}. Used by one thread. */
@Command(
        name = "run",
        description = {
            "Keeps a store up to date: runs feeds at their times until it is stopped (Ctrl+C, SIGTERM), with a line for each run.",
            "Programs and 'thor intel export' see what it brings at once."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it was stopped, or its time was over; runs that were under way ended after a page",
            "2:could not start: bad option, file or feed",
            "3:the store cannot be read or written"
        },
        footer = {
            "",
            "FILE of --config is YAML. Times are 30s, 5m, 24h, 90d. Only provider is required; 'thor intel feeds' shows the options:",
            "  feeds:",
            "    - name: tc",
            "      provider: threatconnect",
            "      interval: 1h              # from the end of a run to the next",
            "      initial-interval: 168h    # how far the first run looks back; everything by default",
            "      initial-delay: 0s",
            "      jitter: 0.1               # up to this part of the interval later",
            "      back-off: 30s             # after a failure; doubles up to",
            "      longest-back-off: 1h",
            "      full-interval: 7d         # everything is read so often; or never",
            "      options: {url: https://app.threatconnect.com, access-id: '123', owner: [A, B]}",
            "      secrets: {secret-key: {file: key.txt}}    # or {env: VARIABLE}",
            "",
            "Without --config one feed is given as for 'thor intel sync'. The proxy is read from HTTPS_PROXY, HTTP_PROXY and NO_PROXY."
        })
final class IntelRunCommand extends HelpfulCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final String ECS = "ecs:";
    private static final String RAW = "raw:";

    private final Terminal terminal;

    @Mixin
    private StoreOptions store = new StoreOptions();

    @Mixin
    private FeedOptions feed = new FeedOptions();

    @Option(names = "--config", paramLabel = "FILE", description = "A file that names any number of feeds.")
    private @Nullable String config;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "Without --config: from the end of a run to the next; 1h by default.")
    private @Nullable Duration interval;

    @Option(
            names = "--events",
            paramLabel = "ecs:FILE|raw:FILE",
            description = "Where the events of feeds such as thorcloud go, one a line.")
    private @Nullable String events;

    @Option(
            names = "--status-file",
            paramLabel = "FILE",
            description =
                    "What 'thor intel status' shows of this process; by default the store's file with .status at its end.")
    private @Nullable String statusFile;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "Stop by itself after this time.")
    private @Nullable Duration until;

    @Option(names = "--once", description = "Stop by itself when every feed has had one run, whatever became of it.")
    private boolean once;

    private final CountDownLatch stop = new CountDownLatch(1);

    IntelRunCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<FeedConfig> feeds;
        if (config == null) {
            FeedConfig one = feed.config();
            feeds = List.of(interval == null ? one : one.with(one.timing().every(interval)));
        } else {
            feeds = FeedsFile.read(StoreOptions.path(config));
        }
        Path status = statusFile != null ? StoreOptions.path(statusFile) : store.statusFile();
        StopOnSignal signal = new StopOnSignal(stop::countDown, ExitCodes.OK);
        try (LogFile log = log();
                IndicatorStore open = store.open(false)) {
            AtomicReference<LiveIntel> running = new AtomicReference<>();
            LiveIntel.Builder builder = LiveIntel.builder(open).onRun(run -> ran(run, running.get(), status));
            if (log != null) {
                builder.events(log);
            }
            feeds.forEach(builder::feed);
            LiveIntel intel = builder.start();
            try (intel) {
                running.set(intel);
                say("thor: " + feeds.size() + (feeds.size() == 1 ? " feed, " : " feeds, ")
                        + intel.snapshot().active() + " active indicators; Ctrl+C ends it");
                await(intel, status);
            }
            write(status, intel.snapshot());
            say("thor: stopped; " + intel.snapshot());
            return ExitCodes.OK;
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        } catch (ThorException | IOException e) {
            throw new CommandFailure(ExitCodes.INCOMPLETE, "thor: " + e.getMessage());
        } finally {
            terminal.out().flush();
            signal.close();
        }
    }

    private void await(LiveIntel intel, @Nullable Path status) throws InterruptedException {
        long deadline = until == null ? Long.MAX_VALUE : System.nanoTime() + until.toNanos();
        boolean done = false;
        stopAfterOnce(intel.snapshot());
        while (!done) {
            write(status, intel.snapshot());
            long left =
                    until == null ? LOOK.toNanos() * 30 : Math.min(LOOK.toNanos() * 30, deadline - System.nanoTime());
            done = left <= 0 || stop.await(left, TimeUnit.NANOSECONDS);
        }
    }

    private void ran(FeedMetrics run, @Nullable LiveIntel intel, @Nullable Path status) {
        say(java.time.Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + run.feed() + ": "
                + run.health().state()
                + (run.lastError() == null ? "; " + run.last() : "; " + run.lastError())
                + "; next " + run.nextRun().truncatedTo(ChronoUnit.SECONDS));
        if (run.lastError() == null) {
            run.last().problems().forEach(problem -> terminal.message(run.feed() + ": " + problem));
        }
        if (intel != null) {
            write(status, intel.snapshot());
            stopAfterOnce(intel.snapshot());
        }
    }

    private void stopAfterOnce(IntelSnapshot snapshot) {
        if (once && snapshot.feeds().stream().allMatch(feed -> feed.runs() + feed.failures() > 0)) {
            stop.countDown();
        }
    }

    private synchronized void say(String line) {
        terminal.line(line);
        terminal.out().flush();
    }

    private synchronized void write(@Nullable Path status, IntelSnapshot snapshot) {
        if (status != null) {
            try {
                StatusFile.write(status, snapshot);
            } catch (IOException e) {
                terminal.message("thor: cannot write " + status + ": " + e.getMessage());
            }
        }
    }

    private @Nullable LogFile log() throws IOException {
        if (events == null) {
            return null;
        }
        boolean ecs = events.startsWith(ECS);
        if ((!ecs && !events.startsWith(RAW)) || events.length() <= ECS.length()) {
            throw CommandFailure.usage("--events is ecs:FILE or raw:FILE, not " + events);
        }
        return new LogFile(
                StoreOptions.path(events.substring(ECS.length())),
                ecs ? new ThorLogMapping(new EcsOptions(EcsOptions.Compatibility.THOR, false)) : null);
    }
}
