package io.thor4j.threatintel.feed;

import io.thor4j.core.Secret;
import io.thor4j.threatintel.threatconnect.ThreatConnectClient;
import io.thor4j.threatintel.threatconnect.ThreatConnectCredentials;
import java.time.Duration;
import java.util.List;

/** Feeds of {@code threatconnect}. Stateless. */
public final class ThreatConnectFeedProvider implements FeedProvider {
    /** Its id. */
    public static final String ID = "threatconnect";

    private static final int PAGE_SIZE = 2000;

    /** Made by the service loader. */
    public ThreatConnectFeedProvider() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public List<FeedOption> options() {
        return List.of(
                FeedOption.required("url", "The platform, such as https://app.threatconnect.com."),
                FeedOption.optional("access-id", "The access id of the API user."),
                FeedOption.secret("secret-key", "The secret key that belongs to the access id."),
                FeedOption.secret("token", "An API token, in place of access id and secret key."),
                FeedOption.optional("owner", "Only indicators of this owner; may be repeated."),
                FeedOption.optional("tql", "Only indicators that match this TQL filter."),
                FeedOption.optional("page-size", "Indicators a page, 1 to 10000; 2000 by default."),
                FeedOption.optional("deleted", "Whether to ask what was deleted; true by default."));
    }

    @Override
    public FeedTask open(FeedConfig config, FeedEnvironment environment) {
        ThreatConnectClient client = ThreatConnectClient.builder(
                        config.uri("url"), credentials(config), environment.transport())
                .clock(environment.clock())
                .retry(environment.retry())
                .limits(environment.limits())
                .pageSize(config.number("page-size", PAGE_SIZE))
                .build();
        Duration back = config.timing().initialInterval();
        String filter = config.text("tql");
        return environment.task(new ThreatConnectFeed(
                config.name(),
                client,
                config.all("owner"),
                filter == null ? "" : filter,
                back == null ? null : environment.clock().instant().minus(back),
                config.flag("deleted", true)));
    }

    private static ThreatConnectCredentials credentials(FeedConfig config) {
        String id = config.text("access-id");
        Secret key = config.secret("secret-key");
        Secret token = config.secret("token");
        if (token != null && id == null) {
            return ThreatConnectCredentials.token(token);
        } else if (id == null || key == null) {
            throw new IllegalArgumentException("give access-id and secret-key, or token");
        }
        return ThreatConnectCredentials.hmac(id, key);
    }
}
