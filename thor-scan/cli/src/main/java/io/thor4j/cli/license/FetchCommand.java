package io.thor4j.cli.license;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.core.ThorException;
import io.thor4j.core.http.HttpTransport;
import io.thor4j.licensing.client.AsgardClient;
import io.thor4j.licensing.client.PortalClient;
import io.thor4j.licensing.file.LicenseCheck;
import io.thor4j.licensing.file.LicenseFolder;
import io.thor4j.licensing.file.LicenseJudge;
import io.thor4j.licensing.file.RemoteSource;
import io.thor4j.licensing.host.HostName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thor license fetch}. Used by one thread. */
@Command(
        name = "fetch",
        description = {
            "Retrieves licences from ASGARD or the customer portal and stores each as <hostname>.lic.",
            "A server gives the same licence to the same host again; nothing is spent by asking twice. HTTP_PROXY, HTTPS_PROXY and NO_PROXY"
                    + " are used."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all licences are stored", "2:bad option", "3:a licence could not be retrieved or stored"})
final class FetchCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Map<String, String> environment;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "Retrieve it for this host. Default: this host. May be repeated.")
    private List<String> hosts = new ArrayList<>();

    @Option(
            names = {"-q", "--license-path", "--licensepath"},
            paramLabel = "DIR",
            description = "Store it in DIR. Default: this folder.")
    private Path folder = Path.of(".");

    @Option(names = "--all", description = "Retrieve all licences that the ASGARD has issued.")
    private boolean all;

    @Mixin
    private RetrievalOptions retrieval = new RetrievalOptions();

    @Mixin
    private TrustOptions trust = new TrustOptions();

    FetchCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        List<HostName> names = hosts.isEmpty()
                ? List.of(TrustOptions.host(null))
                : hosts.stream().map(TrustOptions::host).toList();
        try (HttpTransport transport = retrieval.transport(environment)) {
            AsgardClient asgard = retrieval.asgard(transport, environment);
            PortalClient portal = retrieval.portal(transport, environment);
            if (asgard != null && all) {
                everything(asgard);
            } else if (asgard != null) {
                RemoteSource source = asgard.source(retrieval.type());
                for (Map.Entry<HostName, byte[]> license :
                        asgard.issue(retrieval.type(), names).entrySet()) {
                    store(license.getKey(), license.getValue(), source.host());
                }
            } else if (portal != null && !all) {
                RemoteSource source = portal.source(retrieval.contracts(), retrieval.type());
                for (HostName name : names) {
                    store(name, source.retrieve(name), source.host());
                }
            } else {
                throw CommandFailure.usage("say from where: --asgard HOST" + (all ? "" : " or --portal-key KEY"));
            }
            return ExitCodes.OK;
        } catch (ThorException e) {
            throw new CommandFailure(ExitCodes.INCOMPLETE, "thor: " + e.getMessage());
        } catch (IOException e) {
            throw new CommandFailure(ExitCodes.INCOMPLETE, "thor: could not store the licence: " + e.getMessage());
        }
    }

    private void everything(AsgardClient asgard) throws IOException {
        Map<String, byte[]> files = asgard.downloadAll();
        LicenseFolder licenses = new LicenseFolder(folder);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            terminal.line("stored " + licenses.store(file.getKey(), file.getValue()));
        }
    }

    private void store(HostName name, byte[] license, String server) throws IOException {
        Path file = new LicenseFolder(folder).store(name, license);
        LicenseJudge judge = trust.judge(name);
        terminal.line("Info " + new LicenseCheck(server, judge.judge(license)).line());
        terminal.message("thor: stored " + file);
    }
}
