package io.thor4j.cli.intel;

import io.thor4j.cli.CommandFailure;
import io.thor4j.core.Secret;
import io.thor4j.threatintel.feed.FeedConfig;
import io.thor4j.threatintel.feed.FeedTiming;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One feed, as options. Used by one thread. */
final class FeedOptions {
    @Option(
            names = "--feed",
            paramLabel = "PROVIDER",
            description = {
                "What kind of feed: threatconnect (the default), taxii, files, or another provider's id;",
                "'thor intel feeds' shows all of them with their options."
            })
    private String provider = "threatconnect";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The feed's name in the store; that of its provider by default.")
    private @Nullable String name;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "The platform, such as https://app.threatconnect.com; for taxii the discovery, such as https://host/taxii2/.")
    private @Nullable String url;

    @Option(names = "--access-id", paramLabel = "ID", description = "threatconnect: the access id of the API user.")
    private @Nullable String accessId;

    @Option(
            names = "--secret-key-file",
            paramLabel = "FILE",
            description = "threatconnect: a file that holds the secret key.")
    private @Nullable String secretKeyFile;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "A file that holds an API token, in place of access id and secret key, or of user and password.")
    private @Nullable String tokenFile;

    @Option(
            names = "--owner",
            paramLabel = "OWNER",
            description = "threatconnect: only indicators of this owner; may be repeated.")
    private List<String> owners = List.of();

    @Option(
            names = "--tql",
            paramLabel = "FILTER",
            description = "threatconnect: only indicators that match this TQL filter.")
    private @Nullable String filter;

    @Option(
            names = "--no-deleted",
            description = "threatconnect: do not ask what was deleted; use it when the API user may not.")
    private boolean noDeleted;

    @Option(names = "--user", paramLabel = "NAME", description = "taxii: the user of HTTP Basic authentication.")
    private @Nullable String user;

    @Option(names = "--password-file", paramLabel = "FILE", description = "taxii: a file that holds the password.")
    private @Nullable String passwordFile;

    @Option(
            names = "--collection",
            paramLabel = "NAME",
            description = "taxii: only this collection (id, title or alias); may be repeated.")
    private List<String> collections = List.of();

    @Option(
            names = "--page-size",
            paramLabel = "N",
            description = "Indicators a page; for threatconnect 1 to 10000, 2000 by default.")
    private @Nullable Integer pageSize;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "In the first run read only what changed in this time, such as 168h; everything by default.")
    private @Nullable Duration since;

    @Option(names = "--option", paramLabel = "NAME=VALUE", description = "Any option of the provider; may be repeated.")
    private List<String> more = List.of();

    @Option(
            names = "--secret",
            paramLabel = "NAME=FILE",
            description = "Any secret of the provider, from a file; may be repeated.")
    private Map<String, String> secrets = Map.of();

    @Parameters(paramLabel = "PATH", arity = "0..*", description = "files: folders and files.")
    private List<String> paths = List.of();

    /** Returns the feed. */
    FeedConfig config() {
        FeedConfig config =
                FeedConfig.of(name == null ? provider : name, provider).with(FeedTiming.DEFAULT.lookingBack(since));
        config = with(config, "url", url);
        config = with(config, "access-id", accessId);
        config = with(config, "tql", filter);
        config = with(config, "user", user);
        config = with(config, "page-size", pageSize == null ? null : pageSize.toString());
        config = with(config, "deleted", noDeleted ? "false" : null);
        for (Map.Entry<String, List<String>> option : Map.of("owner", owners, "collection", collections, "path", paths)
                .entrySet()) {
            for (String value : option.getValue()) {
                config = config.with(option.getKey(), value);
            }
        }
        for (String option : more) {
            int equals = option.indexOf('=');
            if (equals < 1) {
                throw CommandFailure.usage("--option is NAME=VALUE, not " + option);
            }
            config = config.with(option.substring(0, equals), option.substring(equals + 1));
        }
        Map<String, @Nullable String> files = new LinkedHashMap<>(secrets);
        boolean taxii = provider.equals("taxii");
        boolean threatConnect = provider.equals("threatconnect");
        config = secret(
                config,
                files,
                "token",
                tokenFile,
                taxii ? "THOR_TAXII_TOKEN" : threatConnect && accessId == null ? "THOR_TC_TOKEN" : null);
        config = secret(
                config,
                files,
                "secret-key",
                secretKeyFile,
                threatConnect && accessId != null ? "THOR_TC_SECRET_KEY" : null);
        config = secret(config, files, "password", passwordFile, taxii && user != null ? "THOR_TAXII_PASSWORD" : null);
        for (Map.Entry<String, @Nullable String> secret : files.entrySet()) {
            config = secret(config, Map.of(), secret.getKey(), secret.getValue(), null);
        }
        return config;
    }

    private static FeedConfig with(FeedConfig config, String option, @Nullable String value) {
        return value == null ? config : config.with(option, value);
    }

    private static FeedConfig secret(
            FeedConfig config,
            Map<String, @Nullable String> others,
            String name,
            @Nullable String file,
            @Nullable String variable) {
        if (others.containsKey(name) || (file == null && variable == null)) {
            return config;
        }
        String value = StoreOptions.secret(file, variable == null ? "" : variable);
        return value == null ? config : config.with(name, Secret.of(value));
    }
}
