package io.thor4j.formats;

import io.thor4j.core.spi.Extractor;
import io.thor4j.core.spi.ExtractorProvider;
import io.thor4j.core.spi.PluginConfig;
import io.thor4j.formats.container.ContainerFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens containers: zip, tar, gzip, bzip2, xz (and tar in them), 7z, cab, rar, mails, OLE files with macros. Options, by
 * {@link PluginConfig#option}:
 *
 * <ul>
 *   <li>{@code formats}: which are opened, keys separated by commas, such as {@code zip,mail}; default: all; {@code none}: none
 *   <li>{@code passwords}: tried before the common ones on what is encrypted, one a line
 * </ul>
 *
 * <p>May be shared by threads.
 */
public final class FormatsProvider implements ExtractorProvider {
    /** The provider's id. */
    public static final String ID = "thor.formats";

    /** The option that lists the formats to open. */
    public static final String FORMATS = "formats";

    /** The option that lists passwords. */
    public static final String PASSWORDS = "passwords";

    /** The value of {@link #FORMATS} that opens nothing. */
    public static final String NONE = "none";

    /** What malware is handed around with; ours: the custom of malware exchanges first, then what mails to victims use most. */
    private static final List<String> COMMON =
            List.of("infected", "virus", "malware", "password", "1234", "12345", "123456", "111", "123", "pass");

    /** Called by the service loader. */
    public FormatsProvider() {}

    @Override
    public String id() {
        return ID;
    }

    /**
     * Makes an extractor.
     *
     * @throws IllegalArgumentException when the option {@code formats} names one that does not exist
     */
    @Override
    public Extractor create(PluginConfig config) {
        Set<String> passwords = new LinkedHashSet<>();
        String given = config.option(PASSWORDS);
        if (given != null) {
            given.lines().filter(line -> !line.isEmpty()).forEach(passwords::add);
        }
        passwords.addAll(COMMON);
        return new FormatExtractor(formats(config.option(FORMATS)), List.copyOf(passwords), config.logger());
    }

    /** Returns the keys of all formats, in the order in which they are tried. */
    public static List<String> keys() {
        return FormatTable.ALL.stream().map(ContainerFormat::key).toList();
    }

    private static List<ContainerFormat> formats(@Nullable String wanted) {
        if (wanted == null) {
            return FormatTable.ALL;
        }
        List<ContainerFormat> chosen = new ArrayList<>();
        List<String> words = wanted.isBlank() || wanted.equals(NONE)
                ? List.of()
                : Arrays.stream(wanted.split(",", -1)).map(String::strip).toList();
        for (String word : words) {
            if (!keys().contains(word)) {
                throw new IllegalArgumentException(
                        "no format '" + word + "' among " + keys() + " for the option " + FORMATS);
            }
        }
        FormatTable.ALL.stream().filter(format -> words.contains(format.key())).forEach(chosen::add);
        return List.copyOf(chosen);
    }
}
