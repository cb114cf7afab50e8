package io.thor4j.cli.intel;

import io.thor4j.cli.CommandFailure;
import io.thor4j.core.Secret;
import io.thor4j.threatintel.feed.FeedConfig;
import io.thor4j.threatintel.feed.FeedTiming;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/*
 * feeds:
 *   - name: tc
 *     provider: threatconnect
 *     interval: 1h
 *     options: {url: https://app.threatconnect.com, access-id: "123", owner: [A, B]}
 *     secrets: {secret-key: {file: key.txt}}
 *
 * Secrets stand in files or in the environment, never here: this file is shown to people.
 */
/** Reads the file that names the feeds of {@code thor intel run}. Stateless. */
final class FeedsFile {
    private static final int MAX_CHARS = 1 << 20;
    private static final Set<String> FIELDS = Set.of(
            "name",
            "provider",
            "interval",
            "initial-interval",
            "initial-delay",
            "jitter",
            "back-off",
            "longest-back-off",
            "full-interval",
            "options",
            "secrets");

    private FeedsFile() {}

    /** Reads the feeds; throws a CommandFailure that names file and feed. */
    static List<FeedConfig> read(Path file) {
        Object document;
        try {
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(file.toString())
                    .setCodePointLimit(MAX_CHARS)
                    .setMaxAliasesForCollections(0)
                    .setAllowDuplicateKeys(false)
                    .build();
            document = new Load(settings).loadFromString(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw CommandFailure.usage("cannot read " + file + ": " + e.getMessage(), e);
        } catch (YamlEngineException e) {
            String first =
                    String.valueOf(e.getMessage()).lines().limit(1).findFirst().orElse("");
            throw CommandFailure.usage(file + " is no YAML: " + first, e);
        }
        try {
            if (!(document instanceof Map<?, ?> top) || !(top.get("feeds") instanceof List<?> feeds)) {
                throw new IllegalArgumentException("there is no list 'feeds'");
            }
            known(top.keySet(), Set.of("feeds"), "");
            List<FeedConfig> configs = new ArrayList<>();
            for (Object entry : feeds) {
                if (!(entry instanceof Map<?, ?> fields)) {
                    throw new IllegalArgumentException("feed " + (configs.size() + 1) + " has no fields");
                }
                configs.add(feed(fields, configs.size() + 1));
            }
            if (configs.isEmpty()) {
                throw new IllegalArgumentException("the list 'feeds' is empty");
            }
            return configs;
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(file + ": " + e.getMessage(), e);
        }
    }

    private static void known(Set<?> fields, Set<String> known, String where) {
        for (Object field : fields) {
            if (!(field instanceof String name) || !known.contains(name)) {
                throw new IllegalArgumentException(where + "there is no field " + field + "; there are "
                        + String.join(", ", new TreeSet<>(known)));
            }
        }
    }

    private static FeedConfig feed(Map<?, ?> fields, int number) {
        String provider = text(fields.get("provider"), "provider", "feed " + number);
        String name = fields.get("name") == null ? provider : text(fields.get("name"), "name", "feed " + number);
        String where = "feed " + name + ": ";
        known(fields.keySet(), FIELDS, where);
        try {
            FeedConfig config = FeedConfig.of(name, provider).with(timing(fields));
            if (fields.get("options") instanceof Map<?, ?> options) {
                for (Map.Entry<?, ?> option : options.entrySet()) {
                    List<?> values = option.getValue() instanceof List<?> list ? list : List.of(value(option));
                    for (Object value : values) {
                        config = config.with(String.valueOf(option.getKey()), String.valueOf(value));
                    }
                }
            }
            if (fields.get("secrets") instanceof Map<?, ?> secrets) {
                for (Map.Entry<?, ?> secret : secrets.entrySet()) {
                    config = config.with(String.valueOf(secret.getKey()), secret(secret));
                }
            }
            return config;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + e.getMessage(), e);
        }
    }

    private static Object value(Map.Entry<?, ?> option) {
        Object value = option.getValue();
        if (value == null || value instanceof Map<?, ?>) {
            throw new IllegalArgumentException("option " + option.getKey() + " has no value");
        }
        return value;
    }

    private static Secret secret(Map.Entry<?, ?> secret) {
        String name = "secret " + secret.getKey();
        if (secret.getValue() instanceof Map<?, ?> place && place.size() == 1) {
            Object file = place.get("file");
            Object variable = place.get("env");
            if (file instanceof String || variable instanceof String) {
                String value = StoreOptions.secret(
                        file == null ? null : file.toString(), variable == null ? "" : variable.toString());
                if (value == null || value.isEmpty()) {
                    throw new IllegalArgumentException(name + " is empty at " + place);
                }
                return Secret.of(value);
            }
        }
        throw new IllegalArgumentException(name + " is {file: FILE} or {env: VARIABLE}; it does not stand here itself");
    }

    private static String text(@Nullable Object value, String field, String where) {
        if (value instanceof String text && !text.isBlank()) {
            return text;
        }
        throw new IllegalArgumentException(where + " has no " + field);
    }

    private static FeedTiming timing(Map<?, ?> fields) {
        FeedTiming base = FeedTiming.DEFAULT;
        Object jitter = fields.get("jitter");
        if (jitter != null && !(jitter instanceof Number)) {
            throw new IllegalArgumentException("jitter is no number from 0 to 1");
        }
        Duration back =
                fields.get("initial-interval") == null ? null : time(fields, "initial-interval", base.interval());
        boolean never = "never".equals(fields.get("full-interval"));
        Duration full = base.fullInterval() == null ? Duration.ofDays(7) : base.fullInterval();
        return new FeedTiming(
                time(fields, "interval", base.interval()),
                back,
                time(fields, "initial-delay", base.initialDelay()),
                jitter == null ? base.jitter() : ((Number) jitter).doubleValue(),
                time(fields, "back-off", base.firstBackOff()),
                time(fields, "longest-back-off", base.longestBackOff()),
                never ? null : time(fields, "full-interval", full));
    }

    private static Duration time(Map<?, ?> fields, String name, Duration otherwise) {
        Object value = fields.get(name);
        return value == null
                ? otherwise
                : FeedConfig.of("x", "x").with(name, value.toString()).duration(name, otherwise);
    }
}
