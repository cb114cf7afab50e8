package io.thor4j.threatintel.thorcloud;

import io.thor4j.threatintel.IntelLimits;
import io.thor4j.threatintel.RemoteException;
import io.thor4j.threatintel.json.JsonTree;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/*
 * The place is the time of the earliest scan that is not done, and the scans that are done from there on. So a scan that runs still, or whose
 * log could not be downloaded, is seen again however late it is; and what others of the same second did does not matter. A scan that runs for
 * longer than it may is given up, or one that never ends would hold the place for ever.
 *
 * A log is first downloaded as a whole, to a file: what is handed on is never half a log.
 */
/** Pulls the logs of all scans that ended, each once. For one thread. */
public final class ThorCloudPull {
    private static final int PAGE = 100;
    // A page that begins with the last second of the one before can have nothing new in it; a few of them cannot.
    private static final int AGAIN = 4;
    // A scan that is done may come again with a later time, when it uploads another log; it is known by its id.
    private static final Duration REMEMBERED = Duration.ofDays(30);

    private final ThorCloudClient client;
    private final Path cursorFile;
    private final Duration initialInterval;
    private final Duration longestRun;
    private final Set<String> campaigns;
    private final Set<String> hosts;
    private final Clock clock;
    private final IntelLimits limits;
    private final JsonTree json;

    private final List<String> running = new ArrayList<>();
    private final List<String> encrypted = new ArrayList<>();
    private final List<String> withoutLog = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private final Map<String, Long> done = new HashMap<>();
    private final Map<String, Long> toDo = new HashMap<>();
    private long scans;
    private long events;
    private long malformed;
    private long latest;

    /**
     * Makes it.
     *
     * @param client reads
     * @param cursorFile where the place is kept
     * @param initialInterval how far back the first pull looks; of no meaning when there is a place
     * @param longestRun scans that have not ended after that time are given up
     * @param campaigns only scans of these campaigns; empty for all
     * @param hosts only scans of these hosts, case does not count; empty for all
     * @param clock the time
     * @param limits how much is read
     */
    public ThorCloudPull(
            ThorCloudClient client,
            Path cursorFile,
            Duration initialInterval,
            Duration longestRun,
            Set<String> campaigns,
            Set<String> hosts,
            Clock clock,
            IntelLimits limits) {
        this.client = Objects.requireNonNull(client, "client");
        this.cursorFile = Objects.requireNonNull(cursorFile, "cursorFile");
        this.initialInterval = initialInterval;
        this.longestRun = longestRun;
        this.campaigns = Set.copyOf(campaigns);
        this.hosts = Set.copyOf(hosts);
        this.clock = clock;
        this.limits = limits;
        this.json = new JsonTree(limits);
    }

    /**
     * Pulls what is to do.
     *
     * @param receiver takes the events
     * @return what was pulled, and what was not
     * @throws RemoteException when scans cannot be searched; what was pulled until then is done
     * @throws IOException when the receiver or the place's file fails
     */
    public PullReport run(LogReceiver receiver) throws IOException {
        PullCursor cursor = PullCursor.read(cursorFile);
        long since = cursor == null ? clock.instant().minus(initialInterval).getEpochSecond() : cursor.since();
        if (cursor != null) {
            done.putAll(cursor.done());
        }
        latest = since;
        Path spool = Files.createTempFile("thor-cloud", ".log");
        try {
            // The search takes one campaign at a time.
            for (String campaign : campaigns.isEmpty() ? List.of("") : List.copyOf(campaigns)) {
                pull(since, campaign.isEmpty() ? null : campaign, receiver, spool);
            }
        } finally {
            Files.deleteIfExists(spool);
        }
        save(true, since);
        return new PullReport(scans, events, malformed, running, encrypted, withoutLog, failed);
    }

    private void pull(long since, @Nullable String campaign, LogReceiver receiver, Path spool) throws IOException {
        long from = since;
        int offset = 0;
        int nothingNew = 0;
        Set<String> seen = new HashSet<>();
        while (true) {
            List<ThorCloudScan> page = client.search(from, campaign, offset, PAGE);
            int before = seen.size();
            for (ThorCloudScan scan : page) {
                if (seen.add(scan.id() + " " + scan.updated())) {
                    handle(scan, since, receiver, spool);
                }
            }
            if (page.size() < PAGE) {
                return;
            }
            nothingNew = seen.size() > before ? 0 : nothingNew + 1;
            if (nothingNew == AGAIN) {
                throw new RemoteException.BadAnswer(
                        client.toString(),
                        "the server lists the same " + page.size() + " scans without end",
                        "what was pulled until then is done; the next run goes on",
                        null);
            }
            long last = page.get(page.size() - 1).updated();
            // Scans that move to the end while this reads shift what is between; so each page begins with the last
            // second of the one before.
            offset = last > from ? 0 : offset + page.size();
            from = Math.max(from, last);
        }
    }

    private void handle(ThorCloudScan scan, long since, LogReceiver receiver, Path spool) throws IOException {
        // A time in the future would hide every scan until then.
        latest = Math.max(latest, Math.min(scan.updated(), clock.instant().getEpochSecond()));
        String host = scan.text("hostname");
        boolean wanted = hosts.isEmpty() || hosts.stream().anyMatch(name -> name.equalsIgnoreCase(host));
        if (done.containsKey(scan.id())) {
            return;
        }
        if (!wanted) {
            finish(scan, since);
        } else if (!scan.ended()) {
            running.add(scan.toString());
            if (scan.updated() > clock.instant().minus(longestRun).getEpochSecond()) {
                toDo.put(scan.id(), scan.updated());
            } else {
                finish(scan, since);
            }
        } else if (scan.encrypted()) {
            encrypted.add(scan.toString());
            finish(scan, since);
        } else if (!scan.hasJsonLog()) {
            withoutLog.add(scan.toString());
            finish(scan, since);
        } else {
            try {
                client.log(scan.id(), spool);
            } catch (RemoteException e) {
                failed.add(scan + ": " + e.getMessage());
                toDo.put(scan.id(), scan.updated());
                return;
            }
            lines(scan, spool, receiver);
            receiver.complete(scan);
            scans++;
            finish(scan, since);
        }
    }

    private void finish(ThorCloudScan scan, long since) throws IOException {
        done.put(scan.id(), scan.updated());
        toDo.remove(scan.id());
        save(false, since);
    }

    private void save(boolean end, long since) throws IOException {
        long from = since;
        if (end) {
            from = latest;
            for (long time : toDo.values()) {
                from = Math.min(from, time);
            }
        }
        Map<String, Long> kept = new HashMap<>(done);
        long oldest = from - REMEMBERED.toSeconds();
        kept.values().removeIf(time -> time < oldest);
        new PullCursor(from, kept).write(cursorFile);
    }

    private void lines(ThorCloudScan scan, Path spool, LogReceiver receiver) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(spool), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            long number = 0;
            boolean cut = false;
            int b;
            do {
                b = in.read();
                if (b >= 0 && b != '\n') {
                    if (line.size() < limits.lineBytes()) {
                        line.write(b);
                    } else {
                        cut = true;
                    }
                    continue;
                }
                String text = line.toString(StandardCharsets.UTF_8).strip();
                line.reset();
                if (!text.isEmpty()) {
                    line(scan, ++number, text, cut, receiver);
                }
                cut = false;
            } while (b >= 0);
        }
    }

    private void line(ThorCloudScan scan, long number, String text, boolean cut, LogReceiver receiver)
            throws IOException {
        Map<String, @Nullable Object> event;
        try {
            event = cut ? null : json.object(text);
        } catch (JacksonException e) {
            malformed++;
            receiver.malformed(scan, number, text, e.getOriginalMessage());
            return;
        }
        if (event == null) {
            malformed++;
            receiver.malformed(scan, number, text, "longer than " + limits.lineBytes() + " bytes");
        } else {
            events++;
            receiver.event(scan, number, text, event);
        }
    }
}
