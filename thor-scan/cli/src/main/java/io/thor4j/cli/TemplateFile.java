package io.thor4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * A YAML file with long option names as keys; all values are kept as they are written.
 *
 * @param file where it is
 * @param entries the values of each key, in the file's order
 */
record TemplateFile(Path file, Map<String, List<String>> entries) {
    // Ours: a template is a page of text.
    private static final int MAX_BYTES = 1 << 20;

    /**
     * Reads a template.
     *
     * @throws CommandFailure when it cannot be read or is no map of values and lists of values
     */
    static TemplateFile read(Path file) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw CommandFailure.usage("cannot read the template: " + file, e);
        }
        TemplateFile empty = new TemplateFile(file, Map.of());
        if (bytes.length > MAX_BYTES) {
            throw CommandFailure.usage("template " + file + " is larger than " + MAX_BYTES + " bytes");
        }
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new FailsafeSchema())
                .setMaxAliasesForCollections(0)
                .build();
        Object content;
        try {
            content = new Load(settings).loadFromInputStream(new java.io.ByteArrayInputStream(bytes));
        } catch (YamlEngineException | StackOverflowError e) {
            throw CommandFailure.usage(
                    "template " + file + ": " + String.valueOf(e.getMessage()).replace('\n', ' '), e);
        }
        Map<String, List<String>> entries = new LinkedHashMap<>();
        if (content == null) {
            return empty;
        } else if (!(content instanceof Map<?, ?> map)) {
            throw CommandFailure.usage("template " + file + " holds no map of options");
        } else {
            map.forEach((key, value) -> entries.put(String.valueOf(key), empty.values(String.valueOf(key), value)));
        }
        return new TemplateFile(file, entries);
    }

    private List<String> values(String key, @Nullable Object value) {
        List<String> texts = new ArrayList<>();
        for (Object each : value instanceof List<?> list ? list : java.util.Collections.singletonList(value)) {
            if (!(each instanceof String text)) {
                throw bad(key, "is no value or list of values");
            }
            texts.add(text);
        }
        return texts;
    }

    /** Says what is wrong with a key. */
    CommandFailure bad(String key, String reason) {
        return CommandFailure.usage("template " + file + ", key '" + key + "': " + reason);
    }
}
