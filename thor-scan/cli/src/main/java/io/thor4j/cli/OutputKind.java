package io.thor4j.cli;

import io.thor4j.core.spi.OutputSink;
import io.thor4j.core.text.TextLogWriter;
import io.thor4j.scan.JsonLogSink;
import io.thor4j.scan.LineLogSink;
import io.thor4j.scan.TextLogSink;
import io.thor4j.scan.output.CefFormat;
import io.thor4j.scan.output.CsvFilesSink;
import io.thor4j.scan.output.LineFormat;
import io.thor4j.scan.output.SarifSink;
import io.thor4j.scan.output.StatsCsvSink;
import io.thor4j.scan.output.html.HtmlReportOptions;
import io.thor4j.scan.output.html.HtmlReportSink;
import io.thor4j.threatintel.ecs.EcsLines;
import io.thor4j.threatintel.ecs.EcsOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The outputs of the command line by their names in {@code --output KIND:FILE}. Threads may share them. */
public enum OutputKind {
    /** THOR's text log. */
    TEXT("text"),
    /** THOR's text log with pairs {@code KEY='value'}. */
    KEY_VALUE("kv"),
    /** THOR's JSON log, version 3. */
    JSON("json"),
    /** THOR's JSON log, version 2. */
    JSON_V2("jsonv2"),
    /** THOR's JSON log, version 1. */
    JSON_V1("jsonv1"),
    /** Common Event Format. */
    CEF("cef"),
    /** THOR's CSV of files. */
    CSV("csv"),
    /** THOR's CSV of statistics. */
    STATS("stats"),
    /** SARIF 2.1.0. */
    SARIF("sarif"),
    /** Elastic Common Schema. */
    ECS("ecs"),
    /** One page for people. */
    HTML("html");

    private final String key;

    OutputKind(String key) {
        this.key = key;
    }

    /**
     * What outputs have in common.
     *
     * @param text makes the lines of the text log
     * @param zone the zone of times
     * @param append whether line by line logs keep what is in their files
     * @param cefLevel the lowest CEF severity
     * @param info whether pages show events of the level Info, too
     * @param arguments what the command was started with
     */
    public record Setting(
            TextLogWriter text, ZoneId zone, boolean append, int cefLevel, boolean info, List<String> arguments) {
        /** Makes the setting; the list is copied. */
        public Setting {
            arguments = List.copyOf(arguments);
        }
    }

    /** Returns the name on the command line. */
    public String key() {
        return key;
    }

    /**
     * Finds a kind.
     *
     * @param key its name, in any case
     * @return the kind, null when there is none of that name
     */
    public static @Nullable OutputKind find(String key) {
        for (OutputKind kind : values()) {
            if (kind.key.equals(key.toLowerCase(Locale.ROOT))) {
                return kind;
            }
        }
        return null;
    }

    /** Returns the format of a line by line log, null for documents. */
    private @Nullable LineFormat format(Setting setting) {
        return switch (this) {
            case TEXT -> LineFormat.text(setting.text());
            case KEY_VALUE -> LineFormat.keyValue(setting.text());
            case JSON -> LineFormat.json();
            case JSON_V2 -> LineFormat.jsonV2();
            case JSON_V1 -> LineFormat.jsonV1(setting.zone());
            case CEF -> new CefFormat(setting.zone(), setting.cefLevel());
            case ECS -> {
                EcsLines lines = new EcsLines(EcsOptions.DEFAULT, null);
                yield LineFormat.of(lines::line, lines::line);
            }
            default -> null;
        };
    }

    /**
     * Opens an output that writes to a stream.
     *
     * @param out the stream
     * @param setting what outputs have in common
     * @return the output, null when this kind is a document that needs a file
     */
    @Nullable
    public OutputSink open(OutputStream out, Setting setting) {
        LineFormat format = format(setting);
        return format == null ? null : LineLogSink.of(out, format);
    }

    /**
     * Opens an output that writes to a file.
     *
     * @param file the file
     * @param setting what outputs have in common
     * @return the output
     * @throws IOException when it cannot be written
     */
    public OutputSink open(Path file, Setting setting) throws IOException {
        LineFormat format = format(setting);
        return switch (this) {
            case TEXT -> TextLogSink.of(file, setting.append(), setting.text());
            case JSON -> JsonLogSink.of(file, setting.append());
            case CSV -> new CsvFilesSink(file);
            case STATS -> new StatsCsvSink(file, setting.zone(), ThorVersion.text(), setting.arguments());
            case SARIF -> new SarifSink(file, ThorVersion.text());
            case HTML ->
                new HtmlReportSink(
                        file,
                        new HtmlReportOptions(
                                setting.zone(),
                                setting.info(),
                                HtmlReportOptions.DEFAULT_ENTRIES,
                                setting.arguments(),
                                List.of()));
            default -> {
                if (format == null) {
                    throw new IllegalStateException(key + " has no writer");
                }
                yield LineLogSink.of(file, setting.append(), format);
            }
        };
    }
}
