package io.thor4j.scan;

import io.thor4j.core.spi.HookProvider;
import io.thor4j.core.spi.LoadedPlugins;
import io.thor4j.core.spi.LoadedPlugins.Plugin;
import io.thor4j.core.spi.OutputSink;
import io.thor4j.core.spi.PluginInfo;
import io.thor4j.core.spi.PluginLoader;
import io.thor4j.core.spi.PluginProblem;
import io.thor4j.core.spi.PluginProvider;
import io.thor4j.core.spi.SinkProvider;
import io.thor4j.scan.ElementScanner.Part;
import io.thor4j.scan.plugin.GuardedSink;
import io.thor4j.scan.plugin.HookRegistrations;
import io.thor4j.scan.plugin.HookSet;
import io.thor4j.scan.plugin.PluginCaller;
import io.thor4j.scan.plugin.PluginHealth;
import io.thor4j.scan.plugin.PluginHealths;
import io.thor4j.scan.plugin.PluginTrouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Loads the plugins of a scanner that is being built; one that fails or hangs is left out. For one thread. */
final class PluginSetup implements AutoCloseable {
    private static final String LOADING = "loading";

    private final @Nullable ClassLoader loader;
    private final @Nullable ModuleLayer layer;
    private final Map<String, Map<String, String>> options;
    private final PluginHealths healths;
    private final Supplier<PluginCaller> callers;
    private final PluginCaller caller;
    private final List<PluginProblem> problems;

    /**
     * Starts without plugins.
     *
     * @param loader where to discover, null for nowhere or in the layer
     * @param layer where to discover, null for nowhere or with the loader
     * @param options of the plugins, by id
     * @param healths of the scanner
     * @param callers makes callers
     * @param problems those that are known already
     */
    PluginSetup(
            @Nullable ClassLoader loader,
            @Nullable ModuleLayer layer,
            Map<String, Map<String, String>> options,
            PluginHealths healths,
            Supplier<PluginCaller> callers,
            List<PluginProblem> problems) {
        this.loader = loader;
        this.layer = layer;
        this.options = options;
        this.healths = healths;
        this.callers = callers;
        this.caller = callers.get();
        this.problems = new ArrayList<>(problems);
    }

    /**
     * Loads the plugins of one kind.
     *
     * @param type the kind
     * @param explicit the plugins, null to discover them
     * @return the plugins by id
     */
    <P extends PluginProvider> List<Plugin<P>> load(Class<P> type, @Nullable List<P> explicit) {
        ClassLoader from = loader;
        ModuleLayer in = layer;
        LoadedPlugins<P> loaded;
        if (explicit != null) {
            loaded = PluginLoader.of(type, explicit, this::call);
        } else if (from != null) {
            loaded = PluginLoader.discover(type, from, this::call);
        } else if (in != null) {
            loaded = PluginLoader.discover(type, in, this::call);
        } else {
            return List.of();
        }
        problems.addAll(loaded.problems());
        return loaded.plugins();
    }

    /* It has no id yet, so it has no health beyond this call either. */
    private @Nullable String call(Class<?> provider, Runnable work) {
        PluginInfo unknown = new PluginInfo(provider.getName(), null, null);
        PluginTrouble trouble =
                caller.call(new PluginHealths().of(unknown), LOADING, provider.getClassLoader(), work::run);
        return trouble == null ? null : text(trouble);
    }

    /** Makes the outputs of plugins. */
    List<Part<OutputSink>> sinks(@Nullable List<SinkProvider> explicit) {
        List<Part<OutputSink>> sinks = new ArrayList<>();
        for (Plugin<SinkProvider> plugin : load(SinkProvider.class, explicit)) {
            PluginHealth health = healths.of(plugin.info());
            AtomicReference<@Nullable OutputSink> made = new AtomicReference<>();
            PluginTrouble trouble = caller.call(
                    health,
                    OrderedOutput.SINK,
                    plugin.provider().getClass().getClassLoader(),
                    () -> made.set(Objects.requireNonNull(
                            plugin.provider().create(ScanSettings.config(plugin.info(), options)),
                            "create returned null")));
            OutputSink sink = made.get();
            if (trouble != null) {
                problems.add(problem(plugin, trouble));
            } else if (sink != null) {
                sinks.add(new Part<>(plugin.info(), new GuardedSink(health, OrderedOutput.SINK, sink, callers.get())));
            }
        }
        return sinks;
    }

    /** Asks the hook plugins for their rules and hooks. */
    HookSet hooks(@Nullable List<HookProvider> explicit, List<HookProvider> more) {
        HookRegistrations registrations = new HookRegistrations(caller);
        List<Plugin<HookProvider>> all = new ArrayList<>(load(HookProvider.class, explicit));
        if (!more.isEmpty()) {
            all.addAll(load(HookProvider.class, more));
        }
        for (Plugin<HookProvider> plugin : all) {
            PluginTrouble trouble = registrations.add(
                    healths.of(plugin.info()), plugin.provider(), ScanSettings.config(plugin.info(), options));
            if (trouble != null) {
                problems.add(problem(plugin, trouble));
            }
        }
        return registrations.finish();
    }

    private static PluginProblem problem(Plugin<?> plugin, PluginTrouble trouble) {
        return new PluginProblem(
                plugin.info().id(),
                plugin.provider().getClass().getName(),
                plugin.info().origin(),
                text(trouble));
    }

    private static String text(PluginTrouble trouble) {
        return trouble.kind() + (trouble.message().isEmpty() ? "" : ": " + trouble.message());
    }

    /** Returns all that was left out so far. */
    List<PluginProblem> problems() {
        return List.copyOf(problems);
    }

    /** Ends the threads that plugins were loaded on. */
    @Override
    public void close() {
        caller.close();
    }
}
