package io.thor4j.cli.license;

import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.licensing.host.HostHash;
import io.thor4j.licensing.host.HostName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code thor license hash}. Used by one thread. */
@Command(
        name = "hash",
        description = {
            "Prints the hash by which the customer portal knows a host.",
            "For one host the hash alone, for more a line with hash and name each."
        })
final class HashCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "0..*", paramLabel = "HOST", description = "Names of hosts. Default: this host.")
    private List<String> hosts = new ArrayList<>();

    HashCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (hosts.isEmpty()) {
            terminal.line(HostHash.of(TrustOptions.host(null)).text());
        }
        for (String given : hosts) {
            HostName host = TrustOptions.host(given);
            terminal.line(HostHash.of(host).text() + (hosts.size() == 1 ? "" : "  " + host));
        }
        return ExitCodes.OK;
    }
}
