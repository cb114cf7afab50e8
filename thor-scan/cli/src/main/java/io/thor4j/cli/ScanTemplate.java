package io.thor4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The options about templates: files with options. {@link TemplateArguments} has put their content in place already. Used by one thread. */
final class ScanTemplate {
    static final String TEMPLATE = "--template";
    private static final Set<String> OWN = Set.of(TEMPLATE, "--generate-config", "--config-preview");

    @Option(
            names = {"-t", TEMPLATE, "--config"},
            paramLabel = "FILE",
            description =
                    "Take options from a YAML file, with their long names as keys: 'max-file-size: 64MB', 'quick: true', a list for what"
                            + " may be repeated. What the command line says counts more. May be repeated, the last counts most.")
    @SuppressWarnings("unused") // TemplateArguments asks picocli for it
    private List<Path> templates = new ArrayList<>();

    @Option(
            names = {"--config-preview", "--generate-config"},
            description = "Print the options, those of templates too, as such a file, and exit.")
    private boolean preview;

    /** Tells whether the options are only to be printed. */
    boolean isPreview() {
        return preview;
    }

    /** Returns the options that were given, as a template. */
    static String preview(ParseResult parsed) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (OptionSpec option : parsed.matchedOptions()) {
            String name = option.longestName();
            if (OWN.contains(name)) {
                continue;
            }
            List<String> given = option.originalStringValues();
            values.put(
                    name.substring(2),
                    option.arity().max() == 0
                            ? (Object) true
                            : option.isMultiValue() ? given : given.get(given.size() - 1));
        }
        parsed.matchedPositionals()
                .forEach(paths -> values.merge("path", paths.originalStringValues(), ScanTemplate::joined));
        return new Dump(DumpSettings.builder()
                        .setDefaultFlowStyle(FlowStyle.BLOCK)
                        .build())
                .dumpToString(values);
    }

    private static Object joined(Object first, Object second) {
        List<Object> all = new ArrayList<>((List<?>) first);
        all.addAll((List<?>) second);
        return all;
    }
}
