package io.thor4j.core.spi;

import io.thor4j.core.spi.LoadedPlugins.Plugin;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds providers with {@link ServiceLoader} or takes them from a list. One that cannot be loaded becomes a {@link PluginProblem}; the rest
 * load. The order is that of the ids, so that it does not depend on the class path. Stateless.
 */
public final class PluginLoader {
    private static final Logger LOG = LoggerFactory.getLogger(PluginLoader.class);
    private static final Pattern ID = Pattern.compile("[a-z0-9.-]{1,100}");

    /** Failing providers that are reported before the search ends; ours, so that a provider file that always fails cannot go on. */
    private static final int MAX_PROBLEMS = 1_000;

    private PluginLoader() {}

    /**
     * Finds the providers that a class loader sees.
     *
     * @param type the provider interface
     * @param loader such as that of a {@link PluginDirectory}
     * @param <P> the provider interface
     * @return what was found, by id, and what could not be loaded
     */
    public static <P extends PluginProvider> LoadedPlugins<P> discover(Class<P> type, ClassLoader loader) {
        PluginLoader.class.getModule().addUses(type);
        return collect(type, ServiceLoader.load(type, loader));
    }

    /**
     * Finds the providers of a module layer and its parents.
     *
     * @param type the provider interface
     * @param layer the layer
     * @param <P> the provider interface
     * @return what was found, by id, and what could not be loaded
     */
    public static <P extends PluginProvider> LoadedPlugins<P> discover(Class<P> type, ModuleLayer layer) {
        PluginLoader.class.getModule().addUses(type);
        return collect(type, ServiceLoader.load(layer, type));
    }

    /**
     * Takes providers from a list instead of searching.
     *
     * @param type the provider interface
     * @param providers the providers; of two with one id the first wins
     * @param <P> the provider interface
     * @return the providers by id, and those with bad or double ids
     */
    public static <P extends PluginProvider> LoadedPlugins<P> of(Class<P> type, List<? extends P> providers) {
        Map<String, Plugin<P>> loaded = new TreeMap<>();
        List<PluginProblem> problems = new ArrayList<>();
        providers.forEach(provider -> add(provider, loaded, problems));
        return finish(type, loaded, problems);
    }

    private static <P extends PluginProvider> LoadedPlugins<P> collect(Class<P> type, ServiceLoader<P> services) {
        Map<String, Plugin<P>> loaded = new TreeMap<>();
        List<PluginProblem> problems = new ArrayList<>();
        List<P> providers = new ArrayList<>();
        Iterator<ServiceLoader.Provider<P>> found = services.stream().iterator();
        while (problems.size() < MAX_PROBLEMS) {
            Class<? extends P> implementation = null;
            try {
                if (!found.hasNext()) {
                    break;
                }
                ServiceLoader.Provider<P> provider = found.next();
                implementation = provider.type();
                providers.add(provider.get());
            } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                problems.add(new PluginProblem(
                        null,
                        implementation == null ? null : implementation.getName(),
                        implementation == null ? null : origin(implementation),
                        describe(e)));
            }
        }
        /* Of two providers with one id the first wins; by class name, "first" does not depend on the order of jars. */
        providers.sort(Comparator.comparing(provider -> provider.getClass().getName()));
        providers.forEach(provider -> add(provider, loaded, problems));
        return finish(type, loaded, problems);
    }

    private static <P extends PluginProvider> void add(
            P provider, Map<String, Plugin<P>> loaded, List<PluginProblem> problems) {
        String className = provider.getClass().getName();
        String origin = origin(provider.getClass());
        String id = null;
        try {
            id = provider.id();
            if (id == null || !ID.matcher(id).matches()) {
                problems.add(new PluginProblem(id, className, origin, "the id is not of the form " + ID.pattern()));
                return;
            }
            Plugin<P> first = loaded.get(id);
            if (first != null) {
                String reason =
                        "the id is taken by " + first.provider().getClass().getName();
                problems.add(new PluginProblem(id, className, origin, reason));
                return;
            }
            loaded.put(id, new Plugin<>(provider, new PluginInfo(id, version(provider), origin)));
        } catch (LinkageError | RuntimeException e) {
            problems.add(new PluginProblem(id, className, origin, describe(e)));
        }
    }

    private static <P extends PluginProvider> LoadedPlugins<P> finish(
            Class<P> type, Map<String, Plugin<P>> loaded, List<PluginProblem> problems) {
        List<Plugin<P>> plugins = List.copyOf(loaded.values());
        LOG.info(
                "{} plugins: {}",
                type.getSimpleName(),
                plugins.stream().map(Plugin::info).toList());
        problems.forEach(problem -> LOG.warn("plugin not loaded: {}", problem));
        return new LoadedPlugins<>(plugins, problems);
    }

    private static @Nullable String version(PluginProvider provider) {
        String version = provider.version();
        if (version == null) {
            Package home = provider.getClass().getPackage();
            version = home == null ? null : home.getImplementationVersion();
        }
        return version;
    }

    private static @Nullable String origin(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? null
                : source.getLocation().toString();
    }

    private static String describe(Throwable e) {
        Throwable cause = e.getCause();
        return e + (cause == null ? "" : ", caused by " + cause);
    }
}
