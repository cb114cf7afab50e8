package io.thor4j.scan.ioc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.YamlUnicodeReader;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Reads the first document of a YAML file; aliases, which can make a small file huge, are refused. Stateless. */
final class YamlDocument {
    /* Ours: indicators nest four deep. */
    private static final int MAX_DEPTH = 16;
    /* Characters of a file, ours. */
    private static final int MAX_SIZE = 256 << 20;

    private YamlDocument() {}

    /** Something in the file is not as it should be. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient @Nullable Event event;

        Refused(String reason, @Nullable Event event) {
            super(reason);
            this.event = event;
        }
    }

    /**
     * Reads a document.
     *
     * @param in the file
     * @param log takes what is wrong
     * @return the document, null when it could not be read
     * @throws IOException when the stream fails
     */
    static @Nullable YamlNode read(InputStream in, DiagnosticLog log) throws IOException {
        LoadSettings settings = LoadSettings.builder()
                .setUseMarks(true)
                .setCodePointLimit(MAX_SIZE)
                .setMaxAliasesForCollections(0)
                .build();
        byte[] bytes = in.readAllBytes();
        try {
            Iterator<Event> events = new ParserImpl(
                    settings, new StreamReader(settings, new YamlUnicodeReader(new ByteArrayInputStream(bytes))));
            while (events.hasNext()) {
                Event event = events.next();
                if (event.getEventId() != Event.ID.StreamStart && event.getEventId() != Event.ID.DocumentStart) {
                    return event.getEventId() == Event.ID.StreamEnd ? null : node(event, events, 0);
                }
            }
            return null;
        } catch (MarkedYamlEngineException e) {
            Mark mark = e.getProblemMark().orElse(null);
            String problem = e.getProblem() == null ? "malformed" : e.getProblem();
            log.error(
                    mark == null ? 0 : mark.getLine() + 1,
                    mark == null ? 0 : mark.getColumn() + 1,
                    "bad YAML: " + problem,
                    null);
        } catch (YamlEngineException e) {
            log.error(0, 0, "bad YAML: " + e.getMessage(), null);
        } catch (Refused e) {
            log.error(
                    e.event == null ? 0 : line(e.event),
                    e.event == null ? 0 : column(e.event),
                    String.valueOf(e.getMessage()),
                    null);
        }
        return null;
    }

    private static YamlNode node(Event event, Iterator<Event> events, int depth) throws Refused {
        if (depth > MAX_DEPTH) {
            throw new Refused("nested deeper than " + MAX_DEPTH + " levels", event);
        }
        switch (event.getEventId()) {
            case Scalar -> {
                return YamlNode.text(line(event), column(event), ((ScalarEvent) event).getValue());
            }
            case SequenceStart -> {
                YamlNode list = YamlNode.list(line(event), column(event));
                for (Event next = next(events); next.getEventId() != Event.ID.SequenceEnd; next = next(events)) {
                    list.add(node(next, events, depth + 1));
                }
                return list;
            }
            case MappingStart -> {
                YamlNode map = YamlNode.map(line(event), column(event));
                for (Event next = next(events); next.getEventId() != Event.ID.MappingEnd; next = next(events)) {
                    if (!(next instanceof ScalarEvent key)) {
                        throw new Refused("a key that is no text", next);
                    }
                    map.put(key.getValue(), node(next(events), events, depth + 1));
                }
                return map;
            }
            default -> throw new Refused("aliases are not used in signature files", event);
        }
    }

    private static Event next(Iterator<Event> events) throws Refused {
        if (!events.hasNext()) {
            throw new Refused("the document does not end", null);
        }
        return events.next();
    }

    private static int line(Event event) {
        return event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }

    private static int column(Event event) {
        return event.getStartMark().map(Mark::getColumn).orElse(-1) + 1;
    }
}
