package io.thor4j.threatintel.files;

import io.thor4j.core.MalformedInputException;
import io.thor4j.core.ThorException;
import io.thor4j.threatintel.Indicator;
import io.thor4j.threatintel.IntelLimits;
import io.thor4j.threatintel.feed.Feed;
import io.thor4j.threatintel.feed.FeedPage;
import io.thor4j.threatintel.json.JsonText;
import io.thor4j.threatintel.json.JsonTree;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/*
 * A run reads all files, one after the other in the order of their names, and what no file names is gone at its end. It is begun only when a
 * file is another than before (by size and time, and by digest when these differ or the time is too young to tell), or when the last reading
 * is so long ago that the orphan rule would think the indicators forgotten. A file that cannot be read or is malformed as a whole is said at
 * the end of the run, which then counts as failed: what the other files brought is there, and nothing leaves until the file is repaired.
 */
/** Local files as a feed. Used by one thread at a time. */
final class FilesFeed implements Feed {
    private static final int PAGE = 1000;
    // Shorter than any sensible orphan rule.
    private static final Duration CONFIRM = Duration.ofDays(1);
    private static final JsonTree JSON = new JsonTree(IntelLimits.DEFAULT);

    private final String name;
    private final FileList list;
    private final IntelLimits limits;
    private final Clock clock;

    private EntryLog log = new EntryLog();
    private @Nullable Open open;
    private boolean reading;
    private @Nullable ThorException broken;

    /** A file that is being read. For one thread. */
    private static final class Open {
        private final String file;
        private final FileState state;
        private final EntryReader reader;
        private long entry;
        private String place = "";

        Open(String file, FileState state, EntryReader reader) {
            this.file = file;
            this.state = state;
            this.reader = reader;
        }
    }

    FilesFeed(String name, List<Path> paths, IntelLimits limits, Clock clock) {
        this.name = Objects.requireNonNull(name, "name");
        this.list = new FileList(paths);
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * A place.
     *
     * @param files what was read
     * @param begun when the run began, milliseconds since 1970
     * @param file the file that is being read, null before the first and after the last
     * @param digest of its content
     * @param entry how many of its entries were read
     * @param failed why a file before could not be read, null when all could
     */
    private record Place(
            NavigableMap<String, FileState> files,
            long begun,
            @Nullable String file,
            @Nullable String digest,
            long entry,
            @Nullable String failed) {
        String toText() {
            Map<String, Object> states = new LinkedHashMap<>();
            files.forEach((file, state) -> states.put(file, state.fields()));
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("files", states);
            fields.put("begun", begun);
            put(fields, "file", file);
            put(fields, "digest", digest);
            fields.put("entry", entry);
            put(fields, "failed", failed);
            return JsonText.of(fields);
        }

        private static void put(Map<String, Object> fields, String name, @Nullable String value) {
            if (value != null) {
                fields.put(name, value);
            }
        }

        static Place parse(String feed, String text) {
            try {
                Map<String, @Nullable Object> fields = JSON.object(text);
                NavigableMap<String, FileState> files = new TreeMap<>();
                if (fields.get("files") instanceof Map<?, ?> states) {
                    states.forEach((file, state) -> files.put(String.valueOf(file), FileState.of((Map<?, ?>) state)));
                }
                return new Place(
                        files,
                        Long.parseLong(String.valueOf(fields.get("begun"))),
                        (String) fields.get("file"),
                        (String) fields.get("digest"),
                        Long.parseLong(String.valueOf(fields.get("entry"))),
                        (String) fields.get("failed"));
            } catch (JacksonException | ClassCastException | NumberFormatException e) {
                throw new MalformedInputException(
                        "the place in the store is none of local files", feed, "give the feed another name", e);
            }
        }

        static Place first(long begun) {
            return new Place(new TreeMap<>(), begun, null, null, 0, null);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean snapshot() {
        return true;
    }

    @Override
    public void begin() {
        log = new EntryLog();
        open = null;
        reading = false;
        broken = null;
    }

    @Override
    public List<String> problems() {
        return log.problems();
    }

    @Override
    public long leftOut() {
        return log.leftOut();
    }

    @Override
    public boolean changedSince(String cursor) {
        Place place = Place.parse(name, cursor);
        Instant now = clock.instant();
        NavigableMap<String, Path> files = list.files();
        if (place.begun() + CONFIRM.toMillis() < now.toEpochMilli()
                || !files.keySet().equals(place.files().keySet())) {
            return true;
        }
        for (Map.Entry<String, Path> entry : files.entrySet()) {
            FileState before = Objects.requireNonNull(place.files().get(entry.getKey()), "state");
            Path file = entry.getValue();
            if (!before.looksLike(file, entry.getKey())
                    && !FileState.read(file, entry.getKey(), limits.answerBytes(), now)
                            .state()
                            .digest()
                            .equals(before.digest())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public FeedPage next(@Nullable String cursor, boolean full) {
        if (!full && cursor != null) {
            // Nothing changed; the run says only that it was done.
            return new FeedPage(List.of(), List.of(), cursor, true);
        }
        if (broken != null && !reading) {
            throw broken;
        }
        NavigableMap<String, Path> files = list.files();
        Place place = cursor == null ? Place.first(clock.instant().toEpochMilli()) : Place.parse(name, cursor);
        if (cursor == null) {
            begin();
        }
        reading = true;
        Open current = open != null && open.place.equals(cursor) ? open : reopen(files, place);
        List<Indicator> indicators = new ArrayList<>();
        NavigableMap<String, FileState> done = new TreeMap<>(place.files());
        while (current != null && indicators.size() < PAGE) {
            Indicator indicator = next(current);
            if (indicator == null) {
                done.put(current.file, current.state);
                current = after(files, current.file);
            } else {
                indicators.add(indicator);
                current.entry++;
            }
        }
        open = current;
        String failed = broken == null ? place.failed() : broken.getMessage();
        if (current != null) {
            Place following =
                    new Place(done, place.begun(), current.file, current.state.digest(), current.entry, failed);
            current.place = following.toText();
            return new FeedPage(indicators, List.of(), current.place, false);
        } else if (failed == null) {
            Place end = new Place(done, place.begun(), null, null, 0, null);
            return new FeedPage(indicators, List.of(), end.toText(), true);
        }
        // The run is not at its end: the next begins with the first file again, and until one succeeds nothing leaves.
        reading = false;
        if (broken == null) {
            broken = new MalformedInputException(failed, name, null, null);
        }
        return new FeedPage(indicators, List.of(), Place.first(place.begun()).toText(), false);
    }

    /* A file that is malformed somewhere has an end there. */
    private @Nullable Indicator next(Open current) {
        try {
            return current.reader.next();
        } catch (ThorException e) {
            broken = broken == null ? e : broken;
            return null;
        }
    }

    /*
     * After a run that was ended in the middle of a file: what of it was read already is left out, unless the file is another now.
     */
    private @Nullable Open reopen(NavigableMap<String, Path> files, Place place) {
        String file = place.file();
        Path path = file == null ? null : files.get(file);
        Open again = file == null || path == null ? null : open(file, path);
        if (again == null) {
            return after(files, file);
        } else if (again.state.digest().equals(place.digest())) {
            while (again.entry < place.entry() && next(again) != null) {
                again.entry++;
            }
        }
        return again;
    }

    private @Nullable Open after(NavigableMap<String, Path> files, @Nullable String file) {
        Map.Entry<String, Path> next = file == null ? files.firstEntry() : files.higherEntry(file);
        while (next != null) {
            Open opened = open(next.getKey(), next.getValue());
            if (opened != null) {
                return opened;
            }
            next = files.higherEntry(next.getKey());
        }
        return null;
    }

    private @Nullable Open open(String file, Path path) {
        try {
            FileState.Read read = FileState.read(path, file, limits.answerBytes(), clock.instant());
            FileKind kind = Objects.requireNonNull(FileKind.of(path), "kind");
            EntryReader reader = switch (kind) {
                case STIX -> new StixBundle(file, read.content(), limits, log);
                case TABLE -> new TableRows(file, read.content(), read.changed(), log);
                default -> new ThorIocLines(file, kind, read.content(), read.changed(), log);
            };
            return new Open(file, read.state(), reader);
        } catch (ThorException e) {
            broken = broken == null ? e : broken;
            return null;
        }
    }
}
