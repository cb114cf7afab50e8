package io.thor4j.threatintel.files;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.thor4j.core.MalformedInputException;
import io.thor4j.core.ioc.IocSetBuilder;
import io.thor4j.threatintel.Indicator;
import io.thor4j.threatintel.IndicatorType;
import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/*
 * The columns are those that our own export writes; only "value" must be there. On fastcsv: quotes, line breaks in cells and its bound of a
 * cell's size are done there.
 */
/** Reads a table with a heading (RFC 4180). For one thread. */
final class TableRows implements EntryReader {
    private static final String FORMULA = "=+-@\t\r";

    private final String file;
    private final Instant changed;
    private final EntryLog log;
    private final Iterator<CsvRecord> rows;
    private List<String> columns = List.of();

    TableRows(String file, byte[] content, Instant changed, EntryLog log) {
        this.file = file;
        this.changed = changed;
        this.log = log;
        rows = CsvReader.builder()
                .detectBomHeader(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(new ByteArrayInputStream(content), StandardCharsets.UTF_8)
                .iterator();
    }

    @Override
    public @Nullable Indicator next() {
        try {
            if (columns.isEmpty()) {
                heading();
            }
            while (rows.hasNext()) {
                CsvRecord row = rows.next();
                try {
                    return indicator(row);
                } catch (IllegalArgumentException e) {
                    log.malformed(file, row.getStartingLineNumber(), String.valueOf(e.getMessage()));
                }
            }
            return null;
        } catch (CsvParseException | UncheckedIOException e) {
            throw new MalformedInputException("not a table: " + e.getMessage(), file, null, e);
        }
    }

    private void heading() {
        List<String> found = new ArrayList<>();
        if (rows.hasNext()) {
            rows.next().getFields().forEach(name -> found.add(name.strip().toLowerCase(Locale.ROOT)));
        }
        if (!found.contains("value")) {
            throw new MalformedInputException(
                    "the first line names no column 'value'",
                    file,
                    "columns are value, type, owner, score, confidence, rating, modified, expires, tlp, tags, description, link",
                    null);
        }
        columns = found;
    }

    private @Nullable String cell(CsvRecord row, String column) {
        int at = columns.indexOf(column);
        if (at < 0 || at >= row.getFieldCount()) {
            return null;
        }
        String text = row.getField(at);
        // Our export puts an apostrophe before what a spreadsheet would take for a formula.
        boolean guarded = text.length() > 1 && text.charAt(0) == '\'' && FORMULA.indexOf(text.charAt(1)) >= 0;
        text = guarded ? text.substring(1) : text;
        return text.isBlank() ? null : text;
    }

    private Indicator indicator(CsvRecord row) {
        String given = cell(row, "value");
        if (given == null) {
            throw new IllegalArgumentException("no value");
        }
        String named = cell(row, "type");
        String type = named == null ? guess(given.strip()) : named.strip();
        Double rating = number(row, "rating", 5);
        Double confidence = number(row, "confidence", 100);
        Double score = number(row, "score", 1000);
        Instant modified = time(row, "modified");
        String tags = cell(row, "tags");
        return new Indicator(
                Objects.requireNonNullElse(cell(row, "owner"), file),
                type,
                IndicatorType.normalise(type, given),
                null,
                null,
                modified == null ? changed : modified,
                time(row, "expires"),
                null,
                true,
                false,
                false,
                rating,
                confidence == null ? null : Integer.valueOf(confidence.intValue()),
                score == null ? null : Integer.valueOf(score.intValue()),
                new Indicator.Notes(
                        cell(row, "description"),
                        tags == null ? List.of() : List.of(tags.strip().split("[ ,;]+", -1)),
                        cell(row, "tlp"),
                        cell(row, "link")));
    }

    private static String guess(String value) {
        if (IocSetBuilder.isHash(value)) {
            return IndicatorType.FILE;
        } else if (value.contains("://")) {
            return IndicatorType.URL;
        } else if (IocSetBuilder.isHost(value)) {
            return IndicatorType.ofHost(value);
        } else if (value.indexOf('@') > 0) {
            return IndicatorType.EMAIL_ADDRESS;
        }
        throw new IllegalArgumentException("no type, and the value does not tell it: " + EntryLog.shown(value));
    }

    private @Nullable Double number(CsvRecord row, String column, int max) {
        String text = cell(row, column);
        if (text == null) {
            return null;
        }
        try {
            double number = Double.parseDouble(text.strip());
            if (number >= -max && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(column + " is no number: " + EntryLog.shown(text), e);
        }
        throw new IllegalArgumentException(column + " is beyond " + max);
    }

    private @Nullable Instant time(CsvRecord row, String column) {
        String text = cell(row, column);
        try {
            return text == null ? null : OffsetDateTime.parse(text.strip()).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(column + " is no time: " + EntryLog.shown(text), e);
        }
    }
}
