package io.thor4j.threatintel.feed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;

/** A provider whose runs do what a test says, in its order; when nothing is left they bring nothing. */
final class ScriptedProvider implements FeedProvider {
    final Queue<Function<FeedRun, FeedResult>> script = new ArrayDeque<>();
    final List<Boolean> runs = new ArrayList<>();
    int opened;
    int closed;
    int failingOpens;

    @Override
    public String id() {
        return "scripted";
    }

    @Override
    public List<FeedOption> options() {
        return List.of(
                FeedOption.optional("colour", "Any."),
                FeedOption.required("needed", "Must be there."),
                FeedOption.secret("key", "Any."));
    }

    @Override
    public FeedTask open(FeedConfig config, FeedEnvironment environment) {
        opened++;
        if (opened <= failingOpens) {
            throw new NoClassDefFoundError("org/example/Missing");
        }
        if ("ultraviolet".equals(config.text("colour"))) {
            throw new IllegalArgumentException("no such colour");
        }
        return new FeedTask() {
            @Override
            public FeedResult run(FeedRun run) {
                runs.add(run.full());
                Function<FeedRun, FeedResult> next = script.poll();
                return next == null ? FeedResult.NOTHING : next.apply(run);
            }

            @Override
            public void close() {
                closed++;
                throw new IllegalStateException("cannot close");
            }
        };
    }
}
