package io.thor4j.cli.intel;

import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.threatintel.Secret;
import io.thor4j.threatintel.stub.ThreatConnectStub;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code thor intel serve-stub}. Used by one thread. */
@Command(
        name = "serve-stub",
        description =
                "Serves a small ThreatConnect of our own on the loopback address until it is stopped, to try the other commands with.")
final class ServeStubCommand extends HelpfulCommand implements Callable<Integer> {
    private static final String ACCESS_ID = "1";
    private static final String KEY = "stub-key";
    // As many indicators change at one second.
    private static final int A_SECOND = 50;

    private final Terminal terminal;

    @Option(names = "--port", paramLabel = "N", description = "The port; a free one by default.")
    private int port;

    @Option(names = "--indicators", paramLabel = "N", description = "How many indicators it holds; 1000 by default.")
    private int indicators = 1000;

    ServeStubCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (ThreatConnectStub stub = ThreatConnectStub.start(port, ACCESS_ID, Secret.of(KEY), Clock.systemUTC())) {
            Instant begin = Instant.ofEpochSecond(Instant.now().getEpochSecond() - 60 - indicators / A_SECOND);
            for (int i = 1; i <= indicators; i++) {
                String host = "host" + i + ".example";
                stub.put(i, "Demo", "Host", host, begin.plusSeconds(i / A_SECOND), Map.of("hostName", host));
            }
            terminal.line(stub.uri() + " with access id " + ACCESS_ID + " and secret key " + KEY);
            terminal.out().flush();
            new java.util.concurrent.CountDownLatch(1).await();
            return ExitCodes.OK;
        }
    }
}
