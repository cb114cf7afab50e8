package io.thor4j.cli.intel;

import io.thor4j.cli.CommandFailure;
import io.thor4j.threatintel.store.ExpiryPolicy;
import io.thor4j.threatintel.store.IndicatorStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which store, and when its indicators expire. Used by one thread. */
final class StoreOptions {
    @Option(
            names = "--store",
            required = true,
            paramLabel = "FILE|JDBC",
            description =
                    "The store: a file, or an address such as jdbc:postgresql://host/db?user=thor (password in PGPASSFILE).")
    private String store = "";

    @Option(
            names = "--orphan",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description =
                    "Let an indicator expire when its source was not seen to hold it for so long, such as 90d, the default.")
    private Duration orphan = Duration.ofDays(90);

    @Option(
            names = "--orphan-from-change",
            description =
                    "Count --orphan from the last change in place of the last run that saw it, as other integrations do.")
    private boolean orphanFromChange;

    @Option(names = "--never-expire", description = "Let only that expire whose source says so.")
    private boolean never;

    @Option(
            names = "--ttl",
            paramLabel = "TYPE=TIME",
            converter = {StringConverter.class, TimeSpan.class},
            description = "Lifetime of a type since its last change or sighting, such as Address=30d; may be repeated.")
    private Map<String, Duration> lifetimes = Map.of();

    /** Keeps a key as it is; picocli wants a converter for both. */
    static final class StringConverter implements picocli.CommandLine.ITypeConverter<String> {
        @Override
        public String convert(String value) {
            return value;
        }
    }

    /**
     * Opens the store.
     *
     * @param mustExist whether a file must be there already
     */
    IndicatorStore open(boolean mustExist) {
        ExpiryPolicy policy = never ? ExpiryPolicy.NONE : new ExpiryPolicy(lifetimes, orphan, orphanFromChange);
        if (store.startsWith("jdbc:")) {
            return IndicatorStore.open(store, policy, Clock.systemUTC());
        }
        Path file = path(store);
        if (mustExist && !Files.exists(file)) {
            throw CommandFailure.usage("no store at " + store + "; 'thor intel sync' makes one");
        }
        return IndicatorStore.open(file, policy, Clock.systemUTC());
    }

    /** Returns where the status of a process that keeps the store up to date is, null when the store is no file. */
    @Nullable
    Path statusFile() {
        return store.startsWith("jdbc:") ? null : StatusFile.of(path(store));
    }

    static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw CommandFailure.usage("not a path: " + text, e);
        }
    }

    /** Returns a secret from a file or from the environment, null when there is none; never from the words of the command. */
    static @Nullable String secret(@Nullable String file, String variable) {
        if (file == null) {
            String value = variable.isEmpty() ? null : System.getenv(variable);
            return value == null || value.isEmpty() ? null : value;
        }
        try {
            String text = Files.readString(path(file));
            // Editors end a file with a line break, which is no part of the key; blanks are.
            int end = text.length();
            while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
                end--;
            }
            return text.substring(0, end);
        } catch (java.io.IOException e) {
            throw CommandFailure.usage("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
