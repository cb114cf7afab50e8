package io.thor4j.scan.output;

import io.thor4j.core.text.LineEscaper;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes rows of comma separated values (RFC 4180), one line each. Stateless.
 *
 * <p>A cell is in quotes only when it has to be, so that THOR's own rows look as they do there. Ours: controls are escaped as in the text
 * log, so a row is one line; a cell that a spreadsheet would take for a formula ({@code = + - @} at its begin) gets a {@code '} before it,
 * and so does one that begins with {@code '}: whoever reads it back takes one away.
 */
public final class CsvCells {
    private CsvCells() {}

    /**
     * Returns a row.
     *
     * @param cells the cells
     * @return the row without a line break
     */
    public static String row(List<String> cells) {
        return cells.stream().map(CsvCells::cell).collect(Collectors.joining(","));
    }

    /** Returns a cell of data. */
    static String cell(String value) {
        boolean formula = !value.isEmpty() && "=+-@'".indexOf(value.charAt(0)) >= 0;
        return quoted((formula ? "'" : "") + LineEscaper.escape(value));
    }

    /** Returns a cell in quotes if it needs them. */
    static String quoted(String cell) {
        return cell.indexOf(',') >= 0 || cell.indexOf('"') >= 0 ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }
}
