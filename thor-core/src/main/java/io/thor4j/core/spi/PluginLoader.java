package io.thor4j.core.spi;

import io.thor4j.core.spi.LoadedPlugins.Plugin;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Version;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
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

    private static final int MAX_VERSION = 100;

    /** Null when thor runs from class files. */
    private static final @Nullable String OWN_VERSION = ownVersion();

    private PluginLoader() {}

    /** Calls the code of a provider while it is loaded: its constructor, and the questions for its id, version and needs. */
    @FunctionalInterface
    public interface Caller {
        /** Calls it on this thread, without a limit of time. */
        Caller DIRECT = (provider, work) -> {
            work.run();
            return null;
        };

        /**
         * Calls a provider's code.
         *
         * @param provider its class
         * @param work the code; it may throw anything
         * @return why the code did not come to its end, null when it did
         */
        @Nullable
        String call(Class<?> provider, Runnable work);
    }

    /**
     * Finds the providers that a class loader sees.
     *
     * @param type the provider interface
     * @param loader such as that of a {@link PluginDirectory}
     * @param <P> the provider interface
     * @return what was found, by id, and what could not be loaded
     */
    public static <P extends PluginProvider> LoadedPlugins<P> discover(Class<P> type, ClassLoader loader) {
        return discover(type, loader, Caller.DIRECT);
    }

    /**
     * Finds the providers that a class loader sees.
     *
     * @param type the provider interface
     * @param loader such as that of a {@link PluginDirectory}
     * @param caller calls the providers
     * @param <P> the provider interface
     * @return what was found, by id, and what could not be loaded
     */
    public static <P extends PluginProvider> LoadedPlugins<P> discover(
            Class<P> type, ClassLoader loader, Caller caller) {
        PluginLoader.class.getModule().addUses(type);
        return collect(type, ServiceLoader.load(type, loader), caller);
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
        return discover(type, layer, Caller.DIRECT);
    }

    /**
     * Finds the providers of a module layer and its parents.
     *
     * @param type the provider interface
     * @param layer the layer
     * @param caller calls the providers
     * @param <P> the provider interface
     * @return what was found, by id, and what could not be loaded
     */
    public static <P extends PluginProvider> LoadedPlugins<P> discover(
            Class<P> type, ModuleLayer layer, Caller caller) {
        PluginLoader.class.getModule().addUses(type);
        return collect(type, ServiceLoader.load(layer, type), caller);
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
        return of(type, providers, Caller.DIRECT);
    }

    /**
     * Takes providers from a list instead of searching.
     *
     * @param type the provider interface
     * @param providers the providers; of two with one id the first wins
     * @param caller calls the providers
     * @param <P> the provider interface
     * @return the providers by id, and those with bad or double ids
     */
    public static <P extends PluginProvider> LoadedPlugins<P> of(
            Class<P> type, List<? extends P> providers, Caller caller) {
        Map<String, Plugin<P>> loaded = new TreeMap<>();
        List<PluginProblem> problems = new ArrayList<>();
        for (P provider : providers) {
            add(PluginLoader.<P>ask(provider.getClass(), () -> provider, caller, problems), loaded, problems);
        }
        return finish(type, loaded, problems);
    }

    private static <P extends PluginProvider> LoadedPlugins<P> collect(
            Class<P> type, ServiceLoader<P> services, Caller caller) {
        Map<String, Plugin<P>> loaded = new TreeMap<>();
        List<PluginProblem> problems = new ArrayList<>();
        List<Answers<P>> providers = new ArrayList<>();
        Iterator<ServiceLoader.Provider<P>> found = services.stream().iterator();
        while (problems.size() < MAX_PROBLEMS) {
            try {
                if (!found.hasNext()) {
                    break;
                }
                ServiceLoader.Provider<P> provider = found.next();
                Answers<P> answers = PluginLoader.<P>ask(provider.type(), provider, caller, problems);
                if (answers != null) {
                    providers.add(answers);
                }
            } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                problems.add(new PluginProblem(null, null, null, describe(e)));
            }
        }
        /* Of two providers with one id the first wins; by class name, "first" does not depend on the order of jars. */
        providers.sort(
                Comparator.comparing(answers -> answers.provider().getClass().getName()));
        providers.forEach(answers -> add(answers, loaded, problems));
        return finish(type, loaded, problems);
    }

    /** What a provider says of itself. */
    private record Answers<P>(
            P provider,
            @Nullable String id,
            @Nullable String version,
            @Nullable String requiredThor) {}

    /* Whatever a provider throws or does costs this provider only. */
    private static <P extends PluginProvider> @Nullable Answers<P> ask(
            Class<?> provider, Supplier<? extends P> maker, Caller caller, List<PluginProblem> problems) {
        AtomicReference<@Nullable Answers<P>> answers = new AtomicReference<>();
        String problem;
        try {
            problem = caller.call(provider, () -> {
                P made = maker.get();
                answers.set(new Answers<>(made, made.id(), made.version(), made.requiredThor()));
            });
        } catch (Throwable e) {
            problem = describe(e);
        }
        if (problem != null) {
            problems.add(new PluginProblem(null, provider.getName(), origin(provider), problem));
            return null;
        }
        return answers.get();
    }

    private static <P extends PluginProvider> void add(
            @Nullable Answers<P> answers, Map<String, Plugin<P>> loaded, List<PluginProblem> problems) {
        if (answers == null) {
            return;
        }
        P provider = answers.provider();
        String className = provider.getClass().getName();
        String origin = origin(provider.getClass());
        String id = answers.id();
        if (id == null || !ID.matcher(id).matches()) {
            problems.add(new PluginProblem(id, className, origin, "the id is not of the form " + ID.pattern()));
            return;
        }
        Plugin<P> first = loaded.get(id);
        if (first != null) {
            String reason = "the id is taken by " + first.provider().getClass().getName();
            problems.add(new PluginProblem(id, className, origin, reason));
            return;
        }
        if (isTooOld(OWN_VERSION, answers.requiredThor())) {
            problems.add(new PluginProblem(
                    id, className, origin, "it needs thor " + answers.requiredThor() + ", this is " + OWN_VERSION));
            return;
        }
        loaded.put(id, new Plugin<>(provider, new PluginInfo(id, version(provider, answers.version()), origin)));
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

    /** Tells whether a version is certainly lower than a required one; a snapshot counts as its release. */
    static boolean isTooOld(@Nullable String own, @Nullable String required) {
        if (own == null || required == null) {
            return false;
        }
        try {
            int dash = own.indexOf('-');
            Version release = Version.parse(dash < 0 ? own : own.substring(0, dash));
            return release.compareTo(Version.parse(required.startsWith("v") ? required.substring(1) : required)) < 0;
        } catch (IllegalArgumentException e) {
            LOG.debug("versions that cannot be compared: {} and {}", own, required, e);
            return false;
        }
    }

    private static @Nullable String ownVersion() {
        ModuleDescriptor module = PluginLoader.class.getModule().getDescriptor();
        String version = module == null ? null : module.rawVersion().orElse(null);
        return version == null ? PluginLoader.class.getPackage().getImplementationVersion() : version;
    }

    private static @Nullable String version(PluginProvider provider, @Nullable String version) {
        if (version != null) {
            return version.length() <= MAX_VERSION ? version : version.substring(0, MAX_VERSION);
        }
        Package home = provider.getClass().getPackage();
        return home == null ? null : home.getImplementationVersion();
    }

    private static @Nullable String origin(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null || source.getLocation() == null
                ? null
                : source.getLocation().toString();
    }

    private static String describe(Throwable e) {
        try {
            Throwable cause = e.getCause();
            return e + (cause == null ? "" : ", caused by " + cause);
        } catch (RuntimeException | StackOverflowError second) {
            return e.getClass().getName();
        }
    }
}
