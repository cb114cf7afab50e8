package io.thor4j.threatintel.files;

import io.thor4j.threatintel.feed.FeedConfig;
import io.thor4j.threatintel.feed.FeedEnvironment;
import io.thor4j.threatintel.feed.FeedOption;
import io.thor4j.threatintel.feed.FeedProvider;
import io.thor4j.threatintel.feed.FeedTask;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Feeds of {@code files}. Stateless. */
public final class FilesFeedProvider implements FeedProvider {
    /** Its id. */
    public static final String ID = "files";

    /** Made by the service loader. */
    public FilesFeedProvider() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public List<FeedOption> options() {
        return List.of(
                FeedOption.required(
                        "path",
                        "A folder or file; may be repeated. THOR's IOC files (*.txt), tables (*.csv) and STIX 2.1 bundles (*.json)."));
    }

    @Override
    public FeedTask open(FeedConfig config, FeedEnvironment environment) {
        List<Path> paths = new ArrayList<>();
        for (String path : config.all("path")) {
            try {
                paths.add(Path.of(path));
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("not a path: " + path, e);
            }
        }
        return environment.task(new FilesFeed(config.name(), paths, environment.limits(), environment.clock()));
    }
}
