package io.thor4j.cli.license;

import io.thor4j.licensing.own.IssuerKey;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The file of an issuer's key and the passphrase in the environment. */
final class IssuerKeyFile {
    /** Where the passphrase is: not an option, which other users of the host could read. */
    static final String PASSPHRASE = "THOR_ISSUER_PASSPHRASE";

    private IssuerKeyFile() {}

    static char @Nullable [] passphrase(Map<String, String> environment) {
        String value = environment.get(PASSPHRASE);
        return value == null || value.isEmpty() ? null : value.toCharArray();
    }

    static IssuerKey read(Path file, Map<String, String> environment) {
        return InputFile.read(file, content -> IssuerKey.parse(content, passphrase(environment)));
    }
}
