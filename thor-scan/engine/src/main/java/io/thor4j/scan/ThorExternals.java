package io.thor4j.scan;

import io.thor4j.core.Element;
import io.thor4j.core.FileMetadata;
import io.thor4j.core.Permissions;
import io.thor4j.core.spi.YaraEngineScanner;
import io.thor4j.yara.YaraRules;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The external variables that THOR defines for rules (reference/thor-scanner.md section 3.2): {@code filename, filepath, extension,
 * filetype, owner, group, timezone, language, unpack_parent, unpack_source, permissions} as text, {@code filemode} and {@code osversion}
 * as integers, {@code age} in days as float. Stateless.
 */
public final class ThorExternals {
    private static final double SECONDS_A_DAY = 86_400;

    /** The variables of an element that are text; the rest are numbers. */
    private static final List<String> TEXTS = List.of(
            "filename",
            "filepath",
            "extension",
            "filetype",
            "owner",
            "group",
            "unpack_parent",
            "unpack_source",
            "permissions");

    private ThorExternals() {}

    /**
     * Defines all variables, so that rules which use them compile, with the values of {@link #initial()}.
     *
     * @param rules a rule set being built
     * @return the same builder
     */
    public static YaraRules.Builder defineIn(YaraRules.Builder rules) {
        initial().forEach((name, value) -> {
            if (value instanceof Long number) {
                rules.define(name, number.longValue());
            } else if (value instanceof Double number) {
                rules.define(name, number.doubleValue());
            } else {
                rules.define(name, (String) value);
            }
        });
        return rules;
    }

    /**
     * Returns all variables for {@link io.thor4j.core.spi.YaraSources}. Texts are empty, integers 0 and the age not a number until a scan
     * sets them for each element; {@code timezone}, {@code language} and {@code osversion} describe this machine.
     *
     * @return names and values: {@link Long}, {@link Double} or {@link String}
     */
    public static Map<String, Object> initial() {
        Map<String, Object> values = new LinkedHashMap<>();
        TEXTS.forEach(name -> values.put(name, ""));
        values.put("timezone", ZoneId.systemDefault().getId());
        values.put("language", Locale.getDefault().toLanguageTag());
        values.put("filemode", 0L);
        values.put("osversion", osVersion());
        values.put("age", Double.NaN);
        return values;
    }

    /* Only Windows has a build number to compare with: "10.0.19045". */
    private static long osVersion() {
        String[] parts = System.getProperty("os.version", "").split("\\.", -1);
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        if (!windows || parts.length < 3 || !parts[2].matches("[0-9]{1,9}")) {
            return 0;
        }
        return Long.parseLong(parts[2]);
    }

    /**
     * Sets the variables of one element; those that the rule set does not define, or as another type, stay as they are.
     *
     * @param scanner the thread's scanner
     * @param defined the rule set's variables
     * @param element what is scanned; its content has been read
     * @param now for the age
     */
    static void set(YaraEngineScanner scanner, Map<String, Object> defined, Element element, Instant now) {
        if (defined.isEmpty()) {
            return;
        }
        List<String> unpacked = element.unpackSource();
        text(scanner, defined, "filename", element.name().fileName());
        text(scanner, defined, "filepath", element.name().directory());
        text(scanner, defined, "extension", element.name().extension());
        text(scanner, defined, "filetype", element.magicType());
        text(scanner, defined, "unpack_parent", unpacked.isEmpty() ? "" : unpacked.get(unpacked.size() - 1));
        text(scanner, defined, "unpack_source", String.join(">", unpacked));
        FileMetadata metadata = element.metadata();
        Permissions permissions = metadata == null ? null : metadata.permissions();
        text(scanner, defined, "owner", permissions == null ? "" : permissions.owner());
        text(scanner, defined, "group", permissions instanceof Permissions.Unix unix ? unix.group() : "");
        text(scanner, defined, "permissions", permissions == null ? "" : permissions.text());
        if (defined.get("filemode") instanceof Long) {
            scanner.define("filemode", metadata == null ? 0L : metadata.mode());
        }
        if (defined.get("age") instanceof Double) {
            scanner.define("age", age(metadata == null ? null : metadata.created(), now));
        }
    }

    private static void text(YaraEngineScanner scanner, Map<String, Object> defined, String name, String value) {
        if (defined.get(name) instanceof String) {
            scanner.define(name, value);
        }
    }

    private static double age(@Nullable Instant created, Instant now) {
        return created == null ? Double.NaN : Duration.between(created, now).toMillis() / 1_000.0 / SECONDS_A_DAY;
    }
}
