package io.thor4j.cli.signatures;

import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.core.Origin;
import io.thor4j.scan.ioc.IocMatch;
import io.thor4j.scan.ioc.IocMatcher;
import io.thor4j.scan.ioc.SignatureDiagnostic;
import io.thor4j.scan.signature.SignatureOptions;
import io.thor4j.scan.signature.SignatureSet;
import io.thor4j.scan.signature.SignatureSetInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thor ioc check}: what is wrong with indicator files, and what in them matches a value. Used by one thread. */
@Command(
        name = "check",
        description = {
            "Reads indicator files: prints FILE:LINE:COLUMN and what is wrong with it, then what is in each file.",
            "With values, also says for each which indicators match it and with which score: so a regex or a network can be tried out."
        },
        customSynopsis = "thor ioc check [OPTION]... FILE...",
        footer = {"", "What a file holds is told by its name, as 'thor signatures --help' says."},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing is left out, and with values: none matches",
            "1:something is left out, or a value matches",
            "2:could not start: bad option, no file there, no key in a key file"
        })
final class IocCheckCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files with indicators, or folders of them.")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private KeyOptions keys = new KeyOptions();

    @Option(
            names = "--hash",
            paramLabel = "HEX",
            description = "An MD5, SHA-1, SHA-256 or import hash. May be repeated.")
    private List<String> hashes = new ArrayList<>();

    @Option(names = "--path", paramLabel = "PATH", description = "A file's path, in either style. May be repeated.")
    private List<String> paths = new ArrayList<>();

    @Option(names = "--host", paramLabel = "HOST", description = "A host name or address. May be repeated.")
    private List<String> hosts = new ArrayList<>();

    @Option(names = "--pipe", paramLabel = "NAME", description = "A named pipe. May be repeated.")
    private List<String> pipes = new ArrayList<>();

    @Option(names = "--handle", paramLabel = "NAME", description = "A mutex, event or other handle. May be repeated.")
    private List<String> handles = new ArrayList<>();

    @Option(names = "--text", paramLabel = "TEXT", description = "A log line or another text. May be repeated.")
    private List<String> texts = new ArrayList<>();

    IocCheckCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        boolean findings = false;
        for (Path file : files) {
            SignatureSet set = ScanSignatures.load(file, SignatureOptions.DEFAULT.withKeys(keys.keys()));
            SignatureSetInfo info = set.info();
            for (SignatureDiagnostic diagnostic : info.diagnostics()) {
                terminal.line(diagnostic.toString());
            }
            List<String> counts = new ArrayList<>();
            info.counts().forEach((kind, count) -> counts.add(kind + " " + count));
            terminal.line(file + ": " + (counts.isEmpty() ? "nothing usable" : String.join(", ", counts)) + "; "
                    + info.errors() + " left out");
            findings |= info.errors() > 0;
            findings |= matches("hash", hashes, set, IocMatcher::hash);
            findings |= matches("path", paths, set, IocMatcher::path);
            findings |= matches("host", hosts, set, IocMatcher::host);
            findings |= matches("pipe", pipes, set, IocMatcher::pipe);
            findings |= matches("handle", handles, set, IocMatcher::handle);
            findings |= matches("text", texts, set, IocMatcher::text);
        }
        return findings ? ExitCodes.FINDINGS : ExitCodes.OK;
    }

    private boolean matches(
            String kind, List<String> values, SignatureSet set, BiFunction<IocMatcher, String, List<IocMatch>> judge) {
        boolean any = false;
        for (String value : values) {
            List<IocMatch> found = judge.apply(set.iocs(), value);
            for (IocMatch match : found) {
                terminal.line("  " + kind + " " + value + ": " + match.summary() + ", score "
                        + match.signature(Origin.CUSTOM).score());
            }
            if (found.isEmpty()) {
                terminal.line("  " + kind + " " + value + ": no match");
            }
            any |= !found.isEmpty();
        }
        return any;
    }
}
