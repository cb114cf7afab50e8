package io.thor4j.cli.intel;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.core.Secret;
import io.thor4j.threatintel.stub.TaxiiStub;
import io.thor4j.threatintel.stub.ThorCloudStub;
import io.thor4j.threatintel.stub.ThreatConnectStub;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code thor intel serve-stub}. Used by one thread. */
@Command(
        name = "serve-stub",
        description =
                "Serves a small platform of our own on the loopback address until it is stopped, to try the other commands with.")
final class ServeStubCommand extends HelpfulCommand implements Callable<Integer> {
    private static final String ACCESS_ID = "1";
    private static final String KEY = "stub-key";
    private static final String USER = "reader";
    // As many indicators change at one second.
    private static final int A_SECOND = 50;

    private final Terminal terminal;

    /** The platforms. */
    enum Kind {
        threatconnect,
        taxii,
        thorcloud
    }

    @Option(names = "--kind", paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}; threatconnect by default.")
    private Kind kind = Kind.threatconnect;

    @Option(names = "--port", paramLabel = "N", description = "The port; a free one by default.")
    private int port;

    @Option(
            names = "--indicators",
            paramLabel = "N",
            description = "How many indicators, or scans with a log, it holds; 1000 by default.")
    private int indicators = 1000;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "Stop by itself after this time.")
    private @Nullable Duration until;

    ServeStubCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > 0xffff || indicators < 0) {
            throw CommandFailure.usage("--port is 0 to 65535, --indicators 0 or more");
        }
        Instant begin = Instant.ofEpochSecond(Instant.now().getEpochSecond() - 60 - indicators / A_SECOND);
        try {
            switch (kind) {
                case threatconnect -> threatConnect(begin);
                case taxii -> taxii(begin);
                case thorcloud -> thorCloud(begin);
            }
        } catch (UncheckedIOException e) {
            throw new CommandFailure(ExitCodes.INCOMPLETE, "thor: " + e.getMessage());
        }
        return ExitCodes.OK;
    }

    private void threatConnect(Instant begin) throws InterruptedException {
        try (ThreatConnectStub stub = ThreatConnectStub.start(port, ACCESS_ID, Secret.of(KEY), Clock.systemUTC())) {
            for (int i = 1; i <= indicators; i++) {
                String host = "host" + i + ".example";
                stub.put(i, "Demo", "Host", host, begin.plusSeconds(i / A_SECOND), Map.of("hostName", host));
            }
            serve(stub.uri() + " with access id " + ACCESS_ID + " and secret key " + KEY);
        }
    }

    private void taxii(Instant begin) throws InterruptedException {
        try (TaxiiStub stub = TaxiiStub.start(port, USER, Secret.of(KEY))) {
            stub.collection("demo", "Demo", true);
            for (int i = 1; i <= indicators; i++) {
                String pattern = "[domain-name:value = 'host" + i + ".example']";
                stub.indicator("demo", i, begin.plusSeconds(i / A_SECOND), pattern, Map.of());
            }
            serve(stub.uri() + " with user " + USER + " and password " + KEY);
        }
    }

    private void thorCloud(Instant begin) throws InterruptedException {
        try (ThorCloudStub stub = ThorCloudStub.start(port, Secret.of(KEY))) {
            for (int i = 1; i <= indicators; i++) {
                String log = "{\"level\":\"Alert\",\"module\":\"Filescan\",\"file\":\"/tmp/" + i + "\",\"score\":96}\n";
                stub.put("scan" + i, begin.plusSeconds(i / A_SECOND).getEpochSecond(), "successful", log, Map.of());
            }
            serve(stub.uri() + " with API key " + KEY);
        }
    }

    private void serve(String address) throws InterruptedException {
        terminal.line(address);
        terminal.out().flush();
        CountDownLatch never = new CountDownLatch(1);
        if (until == null) {
            never.await();
        } else if (never.await(until.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("nobody counts it down");
        }
    }
}
