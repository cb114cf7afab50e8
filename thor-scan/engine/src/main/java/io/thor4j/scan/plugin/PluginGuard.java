package io.thor4j.scan.plugin;

import io.thor4j.core.spi.PluginInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where code that is not the engine's is called. What it throws ends there. Stateless. */
public final class PluginGuard {
    private static final Logger LOG = LoggerFactory.getLogger(PluginGuard.class);

    private static final int MAX_MESSAGE = 1_000;

    /*
     * Inherited, so that a thread which a plugin starts to get around this is known too. Libraries start threads of their own during such
     * a call and keep them: a mark therefore counts only while its call runs, or on the very thread of the call.
     */
    private static final InheritableThreadLocal<@Nullable Mark> MARK = new InheritableThreadLocal<>();

    private PluginGuard() {}

    /** Something that a plugin does. */
    @FunctionalInterface
    public interface Action {
        /** Does it. */
        void run() throws Exception;
    }

    /** That a plugin's call runs on this thread, or ran on the thread that started this one. */
    static final class Mark {
        private final PluginInfo plugin;
        private volatile @Nullable Thread thread;
        private volatile boolean running = true;

        Mark(PluginInfo plugin) {
            this.plugin = plugin;
        }

        /** Lets the threads go that were started during the call: it is over, or abandoned. */
        void end() {
            running = false;
        }
    }

    /**
     * Calls a plugin on this thread.
     *
     * @param plugin which
     * @param role what it is to do
     * @param action the call
     * @return what went wrong, null when nothing did
     */
    public static @Nullable PluginTrouble call(PluginInfo plugin, String role, Action action) {
        return call(plugin, role, action, new Mark(plugin));
    }

    /** Calls a plugin on this thread, with a mark that another thread may end. */
    static @Nullable PluginTrouble call(PluginInfo plugin, String role, Action action, Mark mark) {
        Mark before = MARK.get();
        mark.thread = Thread.currentThread();
        MARK.set(mark);
        try {
            return callUnmarked(plugin, role, action);
        } finally {
            mark.end();
            MARK.set(before);
        }
    }

    /**
     * Calls code of the embedding program on this thread, which may use the scanner.
     *
     * @param plugin a name for reports
     * @param role what it is to do
     * @param action the call
     * @return what went wrong, null when nothing did
     */
    public static @Nullable PluginTrouble callUnmarked(PluginInfo plugin, String role, Action action) {
        try {
            action.run();
            return null;
        } catch (PluginTroubleException e) {
            return e.trouble();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return trouble(plugin, role, e);
        } catch (Throwable e) {
            /* Also errors: a plugin's endless recursion or missing class must not end the scan of other elements. */
            return trouble(plugin, role, e);
        }
    }

    /**
     * Refuses what a plugin must not do with a scanner while the scanner calls it.
     *
     * @param what what it tries, such as {@code start a scan}
     * @throws IllegalStateException when this thread, or the one that started it, runs a plugin's call
     */
    public static void refuseInsidePlugins(String what) {
        Mark mark = MARK.get();
        if (mark != null && (mark.running || mark.thread == Thread.currentThread())) {
            throw new IllegalStateException("the plugin " + mark.plugin.id() + " cannot " + what
                    + " while a scanner calls it; a rule hook or an extractor hands data over for scanning instead");
        }
    }

    private static PluginTrouble trouble(PluginInfo plugin, String role, Throwable thrown) {
        /* The exception is the plugin's own class too: even its message is asked for here, within the call's time. */
        try {
            LOG.debug("{} {} failed", role, plugin, thrown);
            return new PluginTrouble(plugin, role, kind(thrown), message(thrown), null);
        } catch (Throwable second) {
            return new PluginTrouble(plugin, role, kind(thrown), "", null);
        }
    }

    private static String kind(Throwable thrown) {
        String kind = thrown.getClass().getSimpleName();
        return kind.isEmpty() ? thrown.getClass().getName() : kind;
    }

    private static String message(Throwable thrown) {
        String message = thrown.getMessage();
        if (message == null) {
            return "";
        }
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE);
    }
}
