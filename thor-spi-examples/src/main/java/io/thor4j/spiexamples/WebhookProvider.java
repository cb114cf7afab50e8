package io.thor4j.spiexamples;

import io.thor4j.core.spi.HookProvider;
import io.thor4j.core.spi.HookRegistry;
import io.thor4j.core.spi.PluginConfig;
import java.net.URI;
import java.time.Duration;

/**
 * Posts findings to a web service as they are made. Options: {@code url}, without which the plugin does nothing; {@code authorization}, the
 * value of that header; {@code seconds} for each request, 10 by default; {@code queue}, how many findings may wait, 1000 by default;
 * {@code minimum-score}, 60 by default. May be shared by threads.
 */
public final class WebhookProvider implements HookProvider {
    /** Called by the service loader. */
    public WebhookProvider() {}

    @Override
    public String id() {
        return "example.webhook";
    }

    @Override
    public void register(PluginConfig config, HookRegistry registry) {
        String url = config.option("url");
        if (url == null) {
            config.logger().debug("no url given, nothing is posted");
            return;
        }
        URI target = URI.create(url);
        if (!"http".equals(target.getScheme()) && !"https".equals(target.getScheme())) {
            throw new IllegalArgumentException("url is not an http address: " + url);
        }
        registry.postProcessingHook(new WebhookHook(
                target,
                config.option("authorization"),
                Duration.ofSeconds(number(config, "seconds", 10)),
                number(config, "queue", 1_000),
                number(config, "minimum-score", 60)));
    }

    private static int number(PluginConfig config, String name, int otherwise) {
        String value = config.option(name);
        if (value == null) {
            return otherwise;
        }
        int number = Integer.parseInt(value);
        if (number < 1) {
            throw new IllegalArgumentException(name + " is not positive: " + value);
        }
        return number;
    }
}
