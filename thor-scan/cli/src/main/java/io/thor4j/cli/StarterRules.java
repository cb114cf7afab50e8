package io.thor4j.cli;

import io.thor4j.core.spi.YaraSources;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The rules that come with the command, so that a scan without {@code --rules} is of use. Stateless. */
final class StarterRules {
    /** The files, in the folder {@code rules} beside this class; each is a namespace. A jar cannot list its folders. */
    static final List<String> FILES = List.of(
            "credential-access.yar",
            "eicar.yar",
            "persistence.yar",
            "scripts.yar",
            "suspicious-names.yar",
            "tools.yar",
            "webshells.yar");

    private StarterRules() {}

    /**
     * Reads the text of a file.
     *
     * @param file one of {@link #FILES}
     */
    static byte[] text(String file) {
        try (InputStream in = StarterRules.class.getResourceAsStream("rules/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the starter rules are not in the jar: " + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("the starter rules cannot be read: " + file, e);
        }
    }

    /** Returns all of them. */
    static List<YaraSources.Source> sources() {
        return FILES.stream()
                .map(file -> new YaraSources.Source("starter/" + file, "starter/" + file, text(file), false))
                .toList();
    }
}
