package io.thor4j.threatintel.feed;

import io.thor4j.core.spi.LoadedPlugins;
import io.thor4j.core.spi.LoadedPlugins.Plugin;
import io.thor4j.core.spi.PluginLoader;
import io.thor4j.core.spi.PluginProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The providers of feeds that there are. Immutable, may be shared by threads. */
public final class FeedProviders {
    private static final Logger LOG = LoggerFactory.getLogger(FeedProviders.class);

    private final TreeMap<String, FeedProvider> providers = new TreeMap<>();
    private final List<PluginProblem> problems;

    private FeedProviders(LoadedPlugins<FeedProvider> loaded) {
        for (Plugin<FeedProvider> plugin : loaded.plugins()) {
            providers.put(plugin.info().id(), plugin.provider());
        }
        problems = loaded.problems();
        LOG.info("providers of feeds: {}", String.join(", ", providers.keySet()));
        problems.forEach(problem -> LOG.warn("a provider of feeds was left out: {}", problem));
    }

    /**
     * Finds the providers that a class loader sees: those of thor and any others.
     *
     * @param loader the loader
     */
    public static FeedProviders discover(ClassLoader loader) {
        return new FeedProviders(PluginLoader.discover(FeedProvider.class, loader));
    }

    /** Finds the providers that the loader of thor itself sees. */
    public static FeedProviders discover() {
        ModuleLayer layer = FeedProviders.class.getModule().getLayer();
        return layer == null
                ? discover(Objects.requireNonNull(FeedProviders.class.getClassLoader(), "loader"))
                : new FeedProviders(PluginLoader.discover(FeedProvider.class, layer));
    }

    /**
     * Takes providers from a list instead of searching.
     *
     * @param providers the providers
     */
    public static FeedProviders of(List<FeedProvider> providers) {
        return new FeedProviders(PluginLoader.of(FeedProvider.class, providers));
    }

    /** Returns their ids, sorted. */
    public List<String> ids() {
        return new ArrayList<>(providers.keySet());
    }

    /** Returns what could not be loaded. */
    public List<PluginProblem> problems() {
        return problems;
    }

    /**
     * Returns the options of a provider.
     *
     * @param provider its id
     * @throws IllegalArgumentException when there is no such provider
     * @throws FeedException when it fails
     */
    public List<FeedOption> options(String provider) {
        return find(provider).options();
    }

    private FeedProvider find(String id) {
        FeedProvider provider = providers.get(id);
        if (provider == null) {
            throw new IllegalArgumentException(
                    "there is no provider " + id + "; there are " + String.join(", ", providers.keySet()));
        }
        return provider;
    }

    private record GuardedTask(FeedConfig config, FeedTask task) implements FeedTask {
        @Override
        public FeedResult run(FeedRun run) {
            return ProviderCall.guard(config, () -> Objects.requireNonNull(task.run(run), "the run returned nothing"));
        }

        @Override
        public void close() {
            ProviderCall.guard(config, () -> {
                task.close();
                return true;
            });
        }
    }

    /**
     * Makes a feed ready to run.
     *
     * @param config the feed
     * @param environment what it works with
     * @return the task, whose runs fail with a {@link FeedException} whatever is thrown in them; used by one thread at a time
     * @throws IllegalArgumentException when there is no such provider or an option is wrong; names the feed
     * @throws FeedException when the provider throws anything else
     */
    public FeedTask open(FeedConfig config, FeedEnvironment environment) {
        try {
            return ProviderCall.guard(config, () -> {
                FeedProvider provider = find(config.provider());
                config.check(provider.options());
                FeedTask task = provider.open(config, environment);
                return new GuardedTask(config, Objects.requireNonNull(task, "the provider returned no task"));
            });
        } catch (FeedException e) {
            if (e.getCause() instanceof IllegalArgumentException mistake) {
                throw new IllegalArgumentException(e.getMessage(), mistake);
            }
            throw e;
        }
    }
}
