package io.thor4j.threatintel.files;

import io.thor4j.core.ioc.IocNote;
import io.thor4j.core.ioc.IocSetBuilder;
import io.thor4j.threatintel.Indicator;
import io.thor4j.threatintel.IndicatorType;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * The scanner reads the same files by itself, from custom-signatures; here they become indicators of a store, with expiry, history and exports.
 */
/** Reads THOR's simple IOC files (thor-scanner.md section 2.2): one indicator a line. For one thread. */
final class ThorIocLines implements EntryReader {
    private static final int TRUSTED_SCORE = -100;
    // A line of signature-base has at most some hundred characters; ours, as in the scanner.
    private static final int LINE_CHARS = 1 << 16;

    private final String file;
    private final FileKind kind;
    private final Instant modified;
    private final BufferedReader lines;
    private final EntryLog log;
    private long number;
    private @Nullable String comment;

    ThorIocLines(String file, FileKind kind, byte[] content, Instant modified, EntryLog log) {
        this.file = file;
        this.kind = kind;
        this.modified = modified;
        this.log = log;
        boolean mark = content.length > 2
                && content[0] == (byte) 0xEF
                && content[1] == (byte) 0xBB
                && content[2] == (byte) 0xBF;
        lines = new BufferedReader(new InputStreamReader(
                new ByteArrayInputStream(content, mark ? 3 : 0, content.length), StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable Indicator next() {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                Indicator found = line.isBlank() ? null : line.startsWith("#") ? comment(line) : entry(line);
                if (found != null) {
                    return found;
                }
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be read", e);
        }
    }

    /* An indicator that was commented out follows its # at once; only "# text" describes what comes. */
    private @Nullable Indicator comment(String line) {
        if (line.startsWith("# ") && line.chars().anyMatch(Character::isLetterOrDigit)) {
            comment = line.substring(2).strip();
        }
        return null;
    }

    private @Nullable Indicator malformed(String what) {
        log.malformed(file, number, what);
        return null;
    }

    private @Nullable Indicator entry(String line) {
        if (line.length() > LINE_CHARS) {
            return malformed("longer than " + LINE_CHARS + " characters");
        }
        return switch (kind) {
            case TRUSTED_HASHES, HASHES -> hash(line);
            case FILENAMES -> fileName(line);
            case DOMAINS -> host(line.strip());
            case KEYWORDS -> indicator(IndicatorType.KEYWORD_IOC, line, null, comment);
            case HANDLES -> handle(line.strip());
            case PIPES -> pipe(line.strip());
            case TABLE, STIX -> throw new IllegalStateException("not a file of lines");
        };
    }

    private @Nullable Indicator hash(String line) {
        int semicolon = line.indexOf(';');
        String hash = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
        if (!IocSetBuilder.isHash(hash)) {
            return malformed("not a hash: " + EntryLog.shown(hash));
        }
        String rest = semicolon < 0 ? "" : line.substring(semicolon + 1);
        int second = rest.indexOf(';');
        Integer score = second < 0 ? null : score(rest.substring(0, second));
        String description = score == null ? rest : rest.substring(second + 1);
        return indicator(
                IndicatorType.FILE,
                hash,
                kind == FileKind.TRUSTED_HASHES ? Integer.valueOf(TRUSTED_SCORE) : score,
                description);
    }

    /* REGEX;SCORE[;FP_REGEX]: the score is the first column that is a number. */
    private @Nullable Indicator fileName(String line) {
        int from = line.indexOf(';');
        while (from >= 0) {
            int to = line.indexOf(';', from + 1);
            Integer score = score(line.substring(from + 1, to < 0 ? line.length() : to));
            if (score != null) {
                String exception = to < 0 ? "" : line.substring(to + 1).strip();
                String regex = line.substring(0, from);
                return indicator(
                        IndicatorType.FILENAME_IOC,
                        exception.isEmpty() ? regex : regex + "\n" + exception,
                        score,
                        comment);
            }
            from = to;
        }
        int semicolon = line.indexOf(';');
        return indicator(
                IndicatorType.FILENAME_IOC,
                semicolon < 0 ? line : line.substring(0, semicolon),
                null,
                semicolon < 0 ? comment : line.substring(semicolon + 1));
    }

    private @Nullable Indicator host(String line) {
        int semicolon = line.indexOf(';');
        String host = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
        if (!IocSetBuilder.isHost(host)) {
            return malformed("not a host name, address or network: " + EntryLog.shown(host));
        }
        return indicator(
                IndicatorType.ofHost(host), host, semicolon < 0 ? null : score(line.substring(semicolon + 1)), comment);
    }

    private @Nullable Indicator handle(String line) {
        int semicolon = line.indexOf(';');
        return indicator(
                IndicatorType.HANDLE_IOC,
                semicolon < 0 ? line : line.substring(0, semicolon),
                null,
                semicolon < 0 ? null : line.substring(semicolon + 1));
    }

    private @Nullable Indicator pipe(String line) {
        int semicolon = line.indexOf(';');
        int second = semicolon < 0 ? -1 : line.indexOf(';', semicolon + 1);
        Integer score = second < 0 ? null : score(line.substring(semicolon + 1, second));
        String description = semicolon < 0 ? null : line.substring((score == null ? semicolon : second) + 1);
        return indicator(
                IndicatorType.PIPE_IOC, semicolon < 0 ? line : line.substring(0, semicolon), score, description);
    }

    private @Nullable Indicator indicator(
            String type, String text, @Nullable Integer score, @Nullable String description) {
        String value = IndicatorType.normalise(type, text);
        if (value.isEmpty()) {
            return malformed("nothing to look for; it would match everything");
        }
        String said = description == null || description.isBlank() ? null : description.strip();
        return new Indicator(
                file,
                type,
                value,
                null,
                null,
                modified,
                null,
                null,
                true,
                false,
                false,
                null,
                null,
                score == null ? null : Math.max(-IocNote.MAX_SCORE, Math.min(IocNote.MAX_SCORE, score)) * 10,
                new Indicator.Notes(said, List.of(), null, null));
    }

    /* At most nine digits: a longer number is no score, whatever else it is. */
    private static @Nullable Integer score(String text) {
        String digits = text.strip();
        int from = digits.startsWith("-") || digits.startsWith("+") ? 1 : 0;
        boolean number = digits.length() > from
                && digits.length() <= 9
                && digits.substring(from).chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Integer.valueOf(digits) : null;
    }
}
