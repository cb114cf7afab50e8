package io.thor4j.cli;

import io.thor4j.core.ObjectField;
import io.thor4j.core.ObjectType;
import io.thor4j.core.Signature;
import io.thor4j.core.ioc.IocKind;
import io.thor4j.core.text.LineEscaper;
import io.thor4j.scan.FileOptions;
import io.thor4j.scan.LoadedRule;
import io.thor4j.scan.ThorScanner;
import io.thor4j.scan.mode.ContentSelection;
import io.thor4j.scan.signature.SignatureSet;
import java.io.PrintStream;
import java.io.StringWriter;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The options that print something of what a scan would use, and scan nothing. Used by one thread. */
final class ScanLists {
    private final JsonFactory factory = new JsonFactory();

    @Option(
            names = "--list-signatures",
            description =
                    "Print the YARA rules that the scan would use, with type, score, name and description, and how many indicators of each"
                            + " kind there are, and exit.")
    private boolean signatures;

    @Option(names = "--list-signatures-json", description = "The same as JSON, an object a line.")
    private boolean signaturesJson;

    @Option(
            names = "--list-deepscan-criteria",
            description = "Print which files the scan would look into by their types and extensions, and exit.")
    private boolean criteria;

    @Option(
            names = "--describe-object-type",
            paramLabel = "TYPE",
            arity = "0..1",
            fallbackValue = "",
            description =
                    "Print the fields of one of THOR's object types, which are those of the JSON log and of --value, or without TYPE the"
                            + " names of all, and exit.")
    private @Nullable String objectType;

    boolean signatures() {
        return signatures || signaturesJson;
    }

    /**
     * Prints what needs no rules.
     *
     * @return whether something was asked for
     */
    boolean print(PrintStream out, FileOptions files) {
        String type = objectType;
        if (type != null && type.isEmpty()) {
            ObjectType.names().forEach(out::println);
        } else if (type != null) {
            describe(out, type);
        }
        if (criteria) {
            criteria(out, files);
        }
        return type != null || criteria;
    }

    private static void describe(PrintStream out, String name) {
        ObjectType type = ObjectType.find(name);
        if (type == null) {
            throw CommandFailure.usage("no object type '" + name + "'; --describe-object-type alone names all");
        }
        out.println(type.name());
        for (ObjectField field : type.fields().values()) {
            out.printf(
                    "  %-28s %-22s %s%n",
                    field.key() + (field.omitEmpty() ? "?" : ""),
                    kind(field),
                    field.textMode() == ObjectField.TextMode.HIDDEN
                            ? "not in text logs"
                            : field.textKey()
                                    + (field.textMode() == ObjectField.TextMode.EXPAND ? " and its fields" : ""));
        }
    }

    private static String kind(ObjectField field) {
        String one = field.objects().isEmpty()
                ? field.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')
                : String.join(" or ", field.objects());
        return field.list() ? "list of " + one : one;
    }

    private static void criteria(PrintStream out, FileOptions files) {
        if (files.content() == ContentSelection.ALL) {
            out.println("All files are looked into (--content all).");
            return;
        }
        out.println("Files of these types, told by their first bytes:");
        new TreeSet<>(files.types().names()).forEach(type -> out.println("  " + LineEscaper.escape(type)));
        out.println("Files with these extensions:");
        new TreeSet<>(FileOptions.relevantExtensions()).forEach(extension -> out.println("  " + extension));
        out.println("Empty files, and files that cannot be read, so that their failure shows.");
    }

    /** Prints the signatures of a scanner. */
    void print(PrintStream out, ThorScanner scanner) {
        for (LoadedRule rule : scanner.yaraRules()) {
            out.print((signaturesJson ? json(rule) : text(rule)) + "\n");
        }
        SignatureSet set = scanner.signatures();
        if (set == null) {
            return;
        }
        for (IocKind kind : IocKind.values()) {
            count(out, kind.text(), set.iocs().count(kind));
        }
        count(out, "stix", set.stix() == null ? 0 : set.stix().size());
    }

    private void count(PrintStream out, String kind, long count) {
        if (count > 0) {
            out.print((signaturesJson
                            ? "{\"type\":\"indicators\",\"kind\":\"" + kind + "\",\"count\":" + count + "}"
                            : count + " indicators: " + kind)
                    + "\n");
        }
    }

    private static String text(LoadedRule rule) {
        Signature signature = rule.signature();
        String description = signature.description();
        return String.format(
                "%-9s %4d  %s%s",
                rule.type().text(),
                signature.score(),
                LineEscaper.escape(String.valueOf(signature.ruleName())),
                description == null ? "" : " / " + LineEscaper.escape(description));
    }

    private String json(LoadedRule rule) {
        Signature signature = rule.signature();
        StringWriter line = new StringWriter();
        try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            json.writeStringProperty("type", "yara");
            json.writeStringProperty("rule_type", rule.type().text());
            text(json, "name", signature.ruleName());
            json.writeNumberProperty("score", signature.score());
            text(json, "description", signature.description());
            text(json, "author", signature.author());
            texts(json, "reference", signature.reference());
            text(json, "date", signature.date());
            text(json, "id", signature.id());
            texts(json, "tags", signature.tags());
            json.writeStringProperty("origin", signature.origin().text());
            json.writeEndObject();
        }
        return line.toString();
    }

    private static void text(JsonGenerator json, String key, @Nullable String value) {
        if (value != null) {
            json.writeStringProperty(key, value);
        }
    }

    private static void texts(JsonGenerator json, String key, List<String> values) {
        if (!values.isEmpty()) {
            json.writeArrayPropertyStart(key);
            values.forEach(json::writeString);
            json.writeEndArray();
        }
    }
}
