package io.thor4j.threatintel.thorcloud;

import io.thor4j.core.MalformedInputException;
import io.thor4j.threatintel.feed.FeedConfig;
import io.thor4j.threatintel.feed.FeedEnvironment;
import io.thor4j.threatintel.feed.FeedOption;
import io.thor4j.threatintel.feed.FeedProvider;
import io.thor4j.threatintel.feed.FeedResult;
import io.thor4j.threatintel.feed.FeedRun;
import io.thor4j.threatintel.feed.FeedTask;
import io.thor4j.threatintel.store.UpdateCounts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/*
 * Thor Cloud gives the logs of scans. They say what was found on hosts, and are no indicators to look for: a file that THOR calls suspicious in
 * one place is no proof elsewhere. So it is a feed of events.
 */
/** Feeds of {@code thorcloud}: every log once, its events to {@link FeedEnvironment#events}. Stateless. */
public final class ThorCloudFeedProvider implements FeedProvider {
    /** Its id. */
    public static final String ID = "thorcloud";

    private static final String URL = "https://thor-cloud.nextron-services.com/api";
    private static final long LOG_BYTES = 8L << 30;
    private static final Duration INITIAL = Duration.ofHours(24);
    private static final Duration LONGEST_RUN = Duration.ofDays(7);

    /** Made by the service loader. */
    public ThorCloudFeedProvider() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public List<FeedOption> options() {
        return List.of(
                FeedOption.optional("url", "The address; that of Thor Cloud by default."),
                new FeedOption("api-key", true, true, "The API key."),
                FeedOption.required("cursor", "The file in which the place is kept."),
                FeedOption.optional("campaign", "Only scans of this campaign; may be repeated."),
                FeedOption.optional("host", "Only scans of this host; may be repeated."),
                FeedOption.optional(
                        "longest-run", "Give up on scans that have not ended after this time; 7d by default."));
    }

    @Override
    public FeedTask open(FeedConfig config, FeedEnvironment environment) {
        LogReceiver events = environment.events();
        if (events == null) {
            throw new IllegalArgumentException("it brings events, and there is no sink for them");
        }
        ThorCloudClient client = new ThorCloudClient(
                config.text("url") == null ? URI.create(URL) : config.uri("url"),
                Objects.requireNonNull(config.secret("api-key"), "api-key"),
                environment.transport(),
                environment.retry(),
                environment.limits(),
                LOG_BYTES);
        Path cursor;
        try {
            cursor = Path.of(config.required("cursor"));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("cursor is no path", e);
        }
        Duration back = config.timing().initialInterval();
        Duration longest = config.duration("longest-run", LONGEST_RUN);
        return run -> {
            // A pull counts what it brought, so that each run is a new one.
            ThorCloudPull pull = new ThorCloudPull(
                    client,
                    cursor,
                    back == null ? INITIAL : back,
                    longest,
                    new HashSet<>(config.all("campaign")),
                    new HashSet<>(config.all("host")),
                    environment.clock(),
                    environment.limits());
            try {
                return result(pull.run(new Watched(events, run)));
            } catch (IOException e) {
                throw new MalformedInputException(
                        "events or the place cannot be written: " + e.getMessage(), config.name(), null, e);
            }
        };
    }

    private static FeedResult result(PullReport report) {
        List<String> problems = new ArrayList<>();
        report.failed().forEach(scan -> problems.add("failed: " + scan));
        report.encrypted().forEach(scan -> problems.add("encrypted: " + scan));
        if (report.malformed() > 0) {
            problems.add(report.malformed() + " lines were no events");
        }
        return new FeedResult(report.scans(), 0, report.events(), UpdateCounts.ZERO, 0, 0, problems);
    }

    /** Tells a run how far it is, and lets it end between two logs: what of a log was handed on would come again. For one thread. */
    private static final class Watched implements LogReceiver {
        private final LogReceiver receiver;
        private final FeedRun run;
        private long scans;
        private long events;

        Watched(LogReceiver receiver, FeedRun run) {
            this.receiver = receiver;
            this.run = run;
        }

        private void progress(long number) {
            if (number == 1) {
                run.progress(new FeedResult(scans, 0, events, UpdateCounts.ZERO, 0, 0, List.of()));
            }
        }

        @Override
        public void event(ThorCloudScan scan, long number, String raw, Map<String, @Nullable Object> event)
                throws IOException {
            progress(number);
            receiver.event(scan, number, raw, event);
            events++;
        }

        @Override
        public void malformed(ThorCloudScan scan, long number, String raw, String why) throws IOException {
            progress(number);
            receiver.malformed(scan, number, raw, why);
        }

        @Override
        public void complete(ThorCloudScan scan) throws IOException {
            receiver.complete(scan);
            scans++;
        }
    }
}
