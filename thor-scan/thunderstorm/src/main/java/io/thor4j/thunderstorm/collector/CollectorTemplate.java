package io.thor4j.thunderstorm.collector;

import io.thor4j.core.MalformedInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads the collector's {@code config.yml}: a YAML map from long option names to a value or a list of values (thunderstorm.md section 5). An
 * empty file is an error, and so is a name that is no option: the collection would not be the one that was asked for. Stateless.
 */
public final class CollectorTemplate {
    private static final int MAX_BYTES = 1 << 20;

    private CollectorTemplate() {}

    /**
     * Reads a template.
     *
     * @param file the file
     * @param names the options there are, without dashes
     * @return values by option
     * @throws IOException when the file cannot be read
     * @throws MalformedInputException when it is no template
     */
    public static Map<String, List<String>> read(Path file, Set<String> names) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw wrong(file, "more than " + MAX_BYTES + " bytes", null);
        }
        LoadSettings settings = LoadSettings.builder()
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(0)
                .setLabel(String.valueOf(file.getFileName()))
                .build();
        Object document;
        try {
            document = new Load(settings).loadFromString(new String(bytes, StandardCharsets.UTF_8));
        } catch (YamlEngineException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw wrong(file, "not YAML: " + reason, e);
        }
        if (!(document instanceof Map<?, ?> map) || map.isEmpty()) {
            throw wrong(file, document == null ? "the file is empty" : "not a map from options to values", null);
        }
        Map<String, List<String>> options = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            // Older files of the vendor's have the plural.
            String name = "magics".equals(entry.getKey()) ? "magic" : String.valueOf(entry.getKey());
            if (!names.contains(name)) {
                throw wrong(file, "no option has the name " + name, null);
            }
            options.put(name, values(file, name, entry.getValue()));
        }
        return options;
    }

    private static List<String> values(Path file, String name, @Nullable Object value) {
        List<String> values = new ArrayList<>();
        List<?> entries = value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
        for (Object entry : entries) {
            if (entry == null || entry instanceof Map || entry instanceof List) {
                throw wrong(file, name + " is no value and no list of values", null);
            }
            values.add(entry.toString());
        }
        return List.copyOf(values);
    }

    private static MalformedInputException wrong(Path file, String reason, @Nullable Throwable cause) {
        return new MalformedInputException(reason, file.toString(), "see thor collect --help", cause);
    }
}
