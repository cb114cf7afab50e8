package io.thor4j.cli.update;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.Terminal;
import io.thor4j.cli.signatures.KeyOptions;
import io.thor4j.cli.signatures.ScanSignatures;
import io.thor4j.scan.YaraEngines;
import io.thor4j.scan.ioc.SignatureDiagnostic;
import io.thor4j.scan.signature.SignatureSetInfo;
import io.thor4j.thunderstorm.update.LoadCheck;
import io.thor4j.thunderstorm.update.UpdateRefusedException;
import io.thor4j.yara.ThorYaraEngine;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Loads a set with the scanner's engine. Used by one thread. */
final class SetCheck {
    /** Part of a set that may be left out, in hundredths: one odd rule must not stop all updates, a broken pack must. */
    private static final int TOLERATED = 10;

    private static final int SHOWN = 10;

    @Mixin
    private KeyOptions keys = new KeyOptions();

    @Option(
            names = "--strict",
            description = "Refuse a set of which anything is left out; without it, one of which more than a tenth is.")
    private boolean strict;

    LoadCheck on(Terminal terminal) {
        return folder -> load(terminal, folder);
    }

    private String load(Terminal terminal, Path folder) {
        SignatureSetInfo info;
        try {
            info = ScanSignatures.load(folder, keys, YaraEngines.find(ThorYaraEngine.ID))
                    .info();
        } catch (CommandFailure e) {
            throw new UpdateRefusedException("the set cannot be read: " + e.getMessage(), null, e);
        }
        long errors = info.errors();
        info.diagnostics().stream()
                .filter(diagnostic -> diagnostic.severity() == SignatureDiagnostic.Severity.ERROR)
                .limit(SHOWN)
                .forEach(diagnostic -> terminal.message(diagnostic.toString()));
        if (info.signatures() == 0) {
            throw new UpdateRefusedException("no usable signature is in the set", null, null);
        }
        if (strict ? errors > 0 : errors > (info.signatures() + errors) * TOLERATED / 100) {
            throw new UpdateRefusedException(
                    errors + " signatures of " + (info.signatures() + errors) + " do not load",
                    "thor signatures check explains",
                    null);
        }
        return info.signatures() + " signatures, " + errors + " left out, sha256 " + info.digest();
    }
}
