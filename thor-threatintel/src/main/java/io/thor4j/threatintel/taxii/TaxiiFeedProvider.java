package io.thor4j.threatintel.taxii;

import io.thor4j.core.Secret;
import io.thor4j.threatintel.feed.FeedConfig;
import io.thor4j.threatintel.feed.FeedEnvironment;
import io.thor4j.threatintel.feed.FeedOption;
import io.thor4j.threatintel.feed.FeedProvider;
import io.thor4j.threatintel.feed.FeedTask;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Feeds of {@code taxii}. Stateless. */
public final class TaxiiFeedProvider implements FeedProvider {
    /** Its id. */
    public static final String ID = "taxii";

    private static final int PAGE_SIZE = 1000;

    /** Made by the service loader. */
    public TaxiiFeedProvider() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public List<FeedOption> options() {
        return List.of(
                FeedOption.required(
                        "url", "The discovery address, such as https://host/taxii2/, or that of an API root."),
                FeedOption.optional(
                        "collection", "Id, title or alias of a collection; may be repeated; all by default."),
                FeedOption.optional("user", "The user of HTTP Basic authentication."),
                FeedOption.secret("password", "The password that belongs to the user."),
                FeedOption.secret("token", "A token, in place of user and password."),
                FeedOption.optional("token-scheme", "The word before the token; Bearer by default."),
                FeedOption.optional("page-size", "Objects a page; 1000 by default."));
    }

    @Override
    public FeedTask open(FeedConfig config, FeedEnvironment environment) {
        TaxiiClient client = new TaxiiClient(
                config.uri("url"),
                credentials(config),
                environment.transport(),
                environment.retry(),
                environment.limits());
        Duration back = config.timing().initialInterval();
        return environment.task(new TaxiiFeed(
                config.name(),
                client,
                config.all("collection"),
                config.number("page-size", PAGE_SIZE),
                back == null ? null : environment.clock().instant().minus(back)));
    }

    private static TaxiiCredentials credentials(FeedConfig config) {
        String user = config.text("user");
        @Nullable Secret password = config.secret("password");
        @Nullable Secret token = config.secret("token");
        String scheme = Objects.requireNonNullElse(config.text("token-scheme"), "Bearer");
        if (token != null) {
            if (user != null || password != null) {
                throw new IllegalArgumentException("give user and password, or token, not both");
            }
            return TaxiiCredentials.token(scheme, token);
        } else if (user != null && password != null) {
            return TaxiiCredentials.basic(user, password);
        } else if (user != null || password != null) {
            throw new IllegalArgumentException("user and password belong together");
        }
        return TaxiiCredentials.NONE;
    }
}
