package io.thor4j.threatintel.feed;

import io.thor4j.core.spi.PluginProvider;
import java.util.List;

/**
 * Makes feeds of one kind. Found with {@link java.util.ServiceLoader}, see {@link FeedProviders}; its id is what a configuration names. What
 * a provider or its tasks throw is caught where they are called and reported with its id; all other feeds go on. Threads may share it.
 *
 * <pre>{@code
 * public final class ListProvider implements FeedProvider {
 *     public String id() {
 *         return "org.example.list";
 *     }
 *
 *     public List<FeedOption> options() {
 *         return List.of(FeedOption.required("path", "The file."));
 *     }
 *
 *     public FeedTask open(FeedConfig config, FeedEnvironment environment) {
 *         return environment.task(new ListFeed(config.name(), config.text("path")));
 *     }
 * }
 * }</pre>
 */
public interface FeedProvider extends PluginProvider {
    /** Returns the options that it knows; a configuration with others, or without a required one, does not get as far as {@link #open}. */
    List<FeedOption> options();

    /**
     * Makes a feed ready to run. Reaches no server: what a server says belongs into the runs, which are tried again.
     *
     * @param config its name and options
     * @param environment the store and what else it works with; stays open when the task is closed
     * @return the task; used by one thread at a time
     * @throws IllegalArgumentException when an option makes no sense
     */
    FeedTask open(FeedConfig config, FeedEnvironment environment);
}
