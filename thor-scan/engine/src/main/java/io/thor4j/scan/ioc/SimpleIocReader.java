package io.thor4j.scan.ioc;

import io.thor4j.core.LimitException;
import io.thor4j.core.ioc.Ioc;
import io.thor4j.core.ioc.IocKind;
import io.thor4j.core.ioc.IocNote;
import io.thor4j.core.ioc.IocPattern;
import io.thor4j.core.ioc.IocSetBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a simple indicator file: one indicator a line (thor-scanner.md sections 2.2 and 2.5). For one file and thread. */
final class SimpleIocReader {
    private static final int TRUSTED_SCORE = -100;

    private final SimpleIocType type;
    private final IocSetBuilder set;
    private final PatternCheck patterns;
    private final DiagnosticLog log;
    private @Nullable String comment;
    private int number;

    SimpleIocReader(SimpleIocType type, IocSetBuilder set, DiagnosticLog log) {
        this.type = type;
        this.set = set;
        this.log = log;
        this.patterns = new PatternCheck(log);
    }

    /**
     * Reads all lines; those that are malformed are left out and said.
     *
     * @throws IOException when the stream fails
     */
    void read(InputStream in) throws IOException {
        SignatureLines lines = new SignatureLines(in, log);
        for (String line = lines.next(); line != null; line = lines.next()) {
            number = lines.number();
            if (line.isBlank()) {
                continue;
            }
            if (line.startsWith("#")) {
                comment(line);
                continue;
            }
            try {
                entry(line);
            } catch (LimitException e) {
                log.error(number, 0, e.reason() + "; this and all further lines are left out", e.hint());
                return;
            }
        }
    }

    /* An indicator that was commented out follows its # at once; only "# text" describes what comes. */
    private void comment(String line) {
        if (line.startsWith("# ") && line.chars().anyMatch(Character::isLetterOrDigit)) {
            comment = line.substring(2).strip();
        }
    }

    private void entry(String line) {
        switch (type) {
            case TRUSTED_HASHES, HASHES -> hash(line);
            case FILENAMES -> fileName(line);
            case DOMAINS -> host(line.strip());
            case KEYWORDS ->
                pattern(IocKind.KEYWORD, IocPattern.contains(line, true), IocKind.KEYWORD.defaultScore(), comment);
            case HANDLES -> handle(line.strip());
            case NAMED_PIPES -> pipe(line.strip());
        }
    }

    private void hash(String line) {
        int semicolon = line.indexOf(';');
        String hash = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
        if (!IocSetBuilder.isHash(hash)) {
            log.error(number, 1, "not a hash: " + hash, "32, 40 or 64 hex digits");
            return;
        }
        String rest = semicolon < 0 ? "" : line.substring(semicolon + 1);
        int second = rest.indexOf(';');
        int score = IocKind.HASH.defaultScore();
        String description = rest;
        if (second >= 0) {
            /* A comment may hold semicolons; only a number before one is a score. */
            Integer given = number(rest.substring(0, second));
            if (given != null) {
                score = inRange(given, score, semicolon + 2);
                description = rest.substring(second + 1);
            }
        }
        score = type == SimpleIocType.TRUSTED_HASHES ? TRUSTED_SCORE : score;
        set.hash(hash, note(score, description));
    }

    /*
     * REGEX;SCORE[;FP_REGEX]: the score is the first column that is a number, so that a semicolon in the regex does no harm. Lines of old
     * files have a description where the score is, and count 60 (signature-base, build-rules.py).
     */
    private void fileName(String line) {
        int from = line.indexOf(';');
        while (from >= 0) {
            int to = line.indexOf(';', from + 1);
            Integer score = number(line.substring(from + 1, to < 0 ? line.length() : to));
            if (score != null) {
                String exception = to < 0 ? "" : line.substring(to + 1).strip();
                int inRange = inRange(score, IocKind.FILENAME.defaultScore(), from + 2);
                fileName(line.substring(0, from), inRange, comment, exception, to + 2);
                return;
            }
            from = to;
        }
        int semicolon = line.indexOf(';');
        log.warning(number, 0, "no score; 60 is taken", "REGEX;SCORE or REGEX;SCORE;FALSE_POSITIVE_REGEX");
        String description =
                semicolon < 0 ? comment : line.substring(semicolon + 1).strip();
        fileName(
                semicolon < 0 ? line : line.substring(0, semicolon),
                IocKind.FILENAME.defaultScore(),
                description,
                "",
                0);
    }

    private void fileName(String text, int score, @Nullable String description, String exception, int exceptionColumn) {
        IocPattern pattern = RegexText.isPlain(text) ? IocPattern.contains(text, false) : IocPattern.regex(text);
        IocPattern except = IocPattern.regex(exception);
        if (!exception.isEmpty() && !patterns.check(except, true, number, exceptionColumn)) {
            return;
        }
        add(IocKind.FILENAME, pattern, note(score, description), exception.isEmpty() ? List.of() : List.of(except));
    }

    private void host(String line) {
        int semicolon = line.indexOf(';');
        String host = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
        int score = IocKind.DOMAIN.defaultScore();
        if (semicolon >= 0) {
            Integer given = number(line.substring(semicolon + 1));
            if (given == null) {
                log.warning(number, semicolon + 2, "not a score; 100 is taken", "HOST or HOST;SCORE");
            } else {
                score = inRange(given, score, semicolon + 2);
            }
        }
        if (!IocSetBuilder.isHost(host)) {
            log.error(number, 1, "not a host name, address or network: " + host, "no scheme, port or path");
            return;
        }
        set.host(host, note(score, comment));
    }

    private void handle(String line) {
        int semicolon = line.indexOf(';');
        String text = semicolon < 0 ? line : line.substring(0, semicolon);
        String description = semicolon < 0 ? "" : line.substring(semicolon + 1);
        plainOrRegex(IocKind.HANDLE, text, true, IocKind.HANDLE.defaultScore(), description);
    }

    private void pipe(String line) {
        int semicolon = line.indexOf(';');
        int second = semicolon < 0 ? -1 : line.indexOf(';', semicolon + 1);
        String text = semicolon < 0 ? line : line.substring(0, semicolon);
        String description = semicolon < 0 ? "" : line.substring(semicolon + 1);
        int score = IocKind.NAMED_PIPE.defaultScore();
        Integer given = second < 0 ? null : number(line.substring(semicolon + 1, second));
        if (given != null) {
            score = inRange(given, score, semicolon + 2);
            description = line.substring(second + 1);
        }
        plainOrRegex(IocKind.NAMED_PIPE, text, false, score, description);
    }

    private void plainOrRegex(IocKind kind, String text, boolean caseSensitive, int score, String description) {
        if (text.isEmpty()) {
            log.error(number, 1, "nothing before the semicolon", null);
            return;
        }
        String plain = RegexText.unescape(text);
        IocPattern pattern = plain == null
                ? new IocPattern(text, IocPattern.Match.REGEX, caseSensitive)
                : IocPattern.equalTo(plain, caseSensitive);
        pattern(kind, pattern, score, description);
    }

    private void pattern(IocKind kind, IocPattern pattern, int score, @Nullable String description) {
        add(kind, pattern, note(score, description), List.of());
    }

    private void add(IocKind kind, IocPattern pattern, IocNote note, List<IocPattern> falsePositives) {
        if (pattern.text().isEmpty()) {
            log.error(number, 1, "an empty pattern", "it would match everything");
        } else if (patterns.check(pattern, kind == IocKind.FILENAME, number, 1)) {
            set.add(new Ioc(kind, pattern, note, falsePositives));
        }
    }

    private IocNote note(int score, @Nullable String description) {
        String text = description == null || description.isBlank() ? null : description.strip();
        return new IocNote(score, text, log.file());
    }

    private int inRange(int score, int otherwise, int column) {
        if (score >= -IocNote.MAX_SCORE && score <= IocNote.MAX_SCORE) {
            return score;
        }
        log.warning(
                number, column, "score " + score + " is not between -100 and 100; " + otherwise + " is taken", null);
        return otherwise;
    }

    /* At most nine digits: a longer number is no score, whatever else it is. */
    private static @Nullable Integer number(String text) {
        String digits = text.strip();
        int from = digits.startsWith("-") || digits.startsWith("+") ? 1 : 0;
        if (digits.length() == from || digits.length() > 9) {
            return null;
        }
        for (int i = from; i < digits.length(); i++) {
            if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
                return null;
            }
        }
        return Integer.valueOf(digits);
    }
}
