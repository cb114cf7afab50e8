package io.thor4j.threatintel.feed;

import io.thor4j.core.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A feed as it is configured. Immutable; {@link #toString} shows no secret.
 *
 * @param name its name, which tells its indicators from those of other feeds in a store
 * @param provider the id of the provider that makes it
 * @param options its options; one may have several values
 * @param secrets its keys, passwords and tokens
 * @param timing when it runs
 */
public record FeedConfig(
        String name,
        String provider,
        Map<String, List<String>> options,
        Map<String, Secret> secrets,
        FeedTiming timing) {
    /** Makes the configuration; maps and lists are copied. */
    public FeedConfig {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a feed without a name");
        }
        Objects.requireNonNull(provider, "provider");
        Objects.requireNonNull(timing, "timing");
        Map<String, List<String>> copy = new LinkedHashMap<>();
        options.forEach((option, values) -> copy.put(option, List.copyOf(values)));
        options = Collections.unmodifiableMap(copy);
        secrets = Map.copyOf(secrets);
    }

    /**
     * Begins a configuration without options, with {@link FeedTiming#DEFAULT}.
     *
     * @param name its name
     * @param provider the id of the provider
     */
    public static FeedConfig of(String name, String provider) {
        return new FeedConfig(name, provider, Map.of(), Map.of(), FeedTiming.DEFAULT);
    }

    /**
     * Returns the same with a further value of an option.
     *
     * @param option the option
     * @param value the value
     */
    public FeedConfig with(String option, String value) {
        Map<String, List<String>> more = new LinkedHashMap<>(options);
        List<String> values = new ArrayList<>(more.getOrDefault(option, List.of()));
        values.add(Objects.requireNonNull(value, option));
        more.put(option, values);
        return new FeedConfig(name, provider, more, secrets, timing);
    }

    /**
     * Returns the same with a secret.
     *
     * @param option the option
     * @param value the secret
     */
    public FeedConfig with(String option, Secret value) {
        Map<String, Secret> more = new LinkedHashMap<>(secrets);
        more.put(option, value);
        return new FeedConfig(name, provider, options, more, timing);
    }

    /**
     * Returns the same with other times.
     *
     * @param value the times
     */
    public FeedConfig with(FeedTiming value) {
        return new FeedConfig(name, provider, options, secrets, value);
    }

    /**
     * Returns all values of an option.
     *
     * @param option the option
     * @return empty when there is none
     */
    public List<String> all(String option) {
        return options.getOrDefault(option, List.of());
    }

    /**
     * Returns the value of an option.
     *
     * @param option the option
     * @return null when there is none
     * @throws IllegalArgumentException when there are several
     */
    public @Nullable String text(String option) {
        List<String> values = all(option);
        if (values.size() > 1) {
            throw new IllegalArgumentException(option + " is given " + values.size() + " times");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    /**
     * Returns the value of an option that must be there.
     *
     * @param option the option
     * @throws IllegalArgumentException when there is none, or several
     */
    public String required(String option) {
        String value = text(option);
        if (value == null) {
            throw new IllegalArgumentException(option + " is missing");
        }
        return value;
    }

    /**
     * Returns the number that an option has.
     *
     * @param option the option
     * @param otherwise the number when there is none
     * @throws IllegalArgumentException when the value is no number
     */
    public int number(String option, int otherwise) {
        String value = text(option);
        try {
            return value == null ? otherwise : Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " is no number: " + value, e);
        }
    }

    /**
     * Returns whether an option is {@code true}.
     *
     * @param option the option
     * @param otherwise the answer when there is none
     * @throws IllegalArgumentException when the value is neither {@code true} nor {@code false}
     */
    public boolean flag(String option, boolean otherwise) {
        String value = text(option);
        if (value == null) {
            return otherwise;
        } else if (value.equals("true") || value.equals("false")) {
            return value.equals("true");
        }
        throw new IllegalArgumentException(option + " is neither true nor false: " + value);
    }

    /**
     * Returns the time that an option has, such as {@code 90d}, {@code 24h}, {@code 5m} or {@code 30s}.
     *
     * @param option the option
     * @param otherwise the time when there is none
     * @throws IllegalArgumentException when the value is no time
     */
    public Duration duration(String option, Duration otherwise) {
        String value = text(option);
        if (value == null) {
            return otherwise;
        }
        String text = value.strip();
        int digits = text.length() - 1;
        if (digits < 1 || digits > 6 || !text.substring(0, digits).chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException(option + " is no time such as 90d, 24h, 5m or 30s: " + value);
        }
        long number = Long.parseLong(text.substring(0, digits));
        return switch (text.charAt(digits)) {
            case 'd' -> Duration.ofDays(number);
            case 'h' -> Duration.ofHours(number);
            case 'm' -> Duration.ofMinutes(number);
            case 's' -> Duration.ofSeconds(number);
            default -> throw new IllegalArgumentException(option + " is no time such as 90d, 24h, 5m or 30s: " + value);
        };
    }

    /**
     * Returns the address that an option has.
     *
     * @param option the option
     * @throws IllegalArgumentException when there is none, or the value is no address
     */
    public URI uri(String option) {
        String value = required(option);
        try {
            return new URI(value);
        } catch (URISyntaxException e) {
            // The address may have a password in it, and is not shown.
            throw new IllegalArgumentException(option + " is no address", e);
        }
    }

    /**
     * Returns a secret.
     *
     * @param option the option
     * @return null when there is none
     */
    public @Nullable Secret secret(String option) {
        return secrets.get(option);
    }

    /* Says what is not known and what is missing. */
    void check(List<FeedOption> known) {
        Set<String> plain = new TreeSet<>();
        Set<String> secret = new TreeSet<>();
        for (FeedOption option : known) {
            (option.secret() ? secret : plain).add(option.name());
            boolean there = option.secret() ? secrets.containsKey(option.name()) : options.containsKey(option.name());
            if (option.required() && !there) {
                throw new IllegalArgumentException(option.name() + " is missing");
            }
        }
        for (String name : options.keySet()) {
            if (!plain.contains(name)) {
                throw new IllegalArgumentException(
                        secret.contains(name)
                                ? name + " is a secret; give it as one, from a file or the environment"
                                : "there is no option " + name + "; there are " + String.join(", ", plain));
            }
        }
        for (String name : secrets.keySet()) {
            if (!secret.contains(name)) {
                throw new IllegalArgumentException("there is no secret " + name
                        + (secret.isEmpty() ? "" : "; there are " + String.join(", ", secret)));
            }
        }
    }

    /** Shows name and provider. */
    @Override
    public String toString() {
        return name + " (" + provider + ")";
    }
}
