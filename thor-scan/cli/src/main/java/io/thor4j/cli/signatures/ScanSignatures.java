package io.thor4j.cli.signatures;

import io.thor4j.cli.CommandFailure;
import io.thor4j.core.spi.YaraEngineProvider;
import io.thor4j.scan.ThorScannerBuilder;
import io.thor4j.scan.signature.SignatureOptions;
import io.thor4j.scan.signature.SignatureSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which signature folder a scan uses. Used by one thread. */
public final class ScanSignatures {
    @Option(
            names = "--custom-signatures",
            paramLabel = "DIR",
            description =
                    "A folder laid out as THOR's custom-signatures: YARA rules and indicators, their type told by the file's name (thor"
                            + " signatures --help). The starter rules are used too.")
    private @Nullable Path folder;

    @Option(
            names = {"--custom-signatures-only", "--customonly"},
            description = "Use no starter rules beside --custom-signatures.")
    private boolean only;

    /** For picocli. */
    public ScanSignatures() {}

    /** Tells whether the scan shall use nothing else. */
    public boolean only() {
        return only;
    }

    /**
     * Loads the folder and adds it to a scan.
     *
     * @param builder the scan
     * @param keys keys of encrypted files
     * @param engine compiles YARA rules
     * @param externals external variables beside THOR's
     * @return how many signatures there are; 0 without a folder
     * @throws CommandFailure when there is no folder or nothing usable in it
     */
    public long addTo(
            ThorScannerBuilder builder, KeyOptions keys, YaraEngineProvider engine, Map<String, Object> externals) {
        Path path = folder;
        if (path == null) {
            if (only) {
                throw CommandFailure.usage("--custom-signatures-only needs --custom-signatures DIR");
            }
            return 0;
        }
        SignatureSet set =
                load(path, SignatureOptions.DEFAULT.withKeys(keys.keys()).withYara(engine, externals));
        if (set.info().signatures() == 0) {
            throw CommandFailure.usage("no usable signature in " + path + " (thor signatures check explains)");
        }
        builder.signatures(set);
        return set.info().signatures();
    }

    /**
     * Loads a folder as a scan would.
     *
     * @param folder the folder
     * @param keys keys of encrypted files
     * @param engine compiles YARA rules
     * @return what is in it
     * @throws CommandFailure when it cannot be read
     */
    public static SignatureSet load(Path folder, KeyOptions keys, YaraEngineProvider engine) {
        return load(folder, SignatureOptions.DEFAULT.withKeys(keys.keys()).withYara(engine, Map.of()));
    }

    static SignatureSet load(Path folder, SignatureOptions options) {
        try {
            return SignatureSet.load(folder, options);
        } catch (IOException e) {
            throw CommandFailure.usage("cannot read signatures: " + folder, e);
        }
    }
}
