package io.thor4j.threatintel.export;

import io.thor4j.core.ioc.Ioc;
import io.thor4j.core.ioc.IocKind;
import io.thor4j.core.ioc.IocNote;
import io.thor4j.core.ioc.IocPattern;
import io.thor4j.core.ioc.IocSetBuilder;
import io.thor4j.threatintel.Indicator;
import io.thor4j.threatintel.IndicatorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * Ours: neither ThreatConnect nor THOR says how one becomes the other. An email's subject, a hashtag and a network's number are nothing that
 * a scan of files can judge by: a file that says "Invoice" is no finding. They are counted, not exported.
 */
/**
 * Which indicators of compromise an indicator becomes, and with which score. Immutable, may be shared by threads.
 *
 * @param customTypes what values of custom types are compared with, by the type's name in small letters
 * @param minimumScore indicators with a lower score are left out; those below 0, which speak for what matches, stay
 * @param minimumConfidence indicators with a lower confidence are left out; those without any stay
 */
public record IocMapping(Map<String, IocKind> customTypes, int minimumScore, int minimumConfidence) {
    /** Knows the usual names of custom types for file names and pipes; leaves nothing out. */
    public static final IocMapping DEFAULT = new IocMapping(
            Map.of(
                    "file name", IocKind.FILENAME,
                    "filename", IocKind.FILENAME,
                    "file path", IocKind.FILENAME,
                    "filepath", IocKind.FILENAME,
                    "named pipe", IocKind.NAMED_PIPE,
                    "event", IocKind.HANDLE),
            0,
            0);

    private static final String SPECIAL = "\\.^$|?*+()[]{}";

    /** Makes the mapping; the map is copied. */
    public IocMapping {
        customTypes = Map.copyOf(customTypes);
    }

    /**
     * Returns what an indicator becomes.
     *
     * @param indicator the indicator
     * @return empty when a scan cannot look for it, or it is left out
     */
    public List<Ioc> iocs(Indicator indicator) {
        Integer confidence = indicator.confidence();
        if (confidence != null && confidence < minimumConfidence) {
            return List.of();
        }
        List<Ioc> iocs = new ArrayList<>();
        String value = indicator.value();
        switch (indicator.type()) {
            case IndicatorType.FILE ->
                IndicatorType.hashes(value).stream()
                        .filter(IocSetBuilder::isHash)
                        .forEach(hash -> iocs.add(ioc(indicator, IocKind.HASH, IocPattern.equalTo(hash, false))));
            case IndicatorType.ADDRESS, IndicatorType.CIDR, IndicatorType.HOST -> {
                if (IocSetBuilder.isHost(value)) {
                    iocs.add(ioc(indicator, IocKind.DOMAIN, IocPattern.equalTo(value, false)));
                }
            }
            case IndicatorType.MUTEX -> iocs.add(ioc(indicator, IocKind.HANDLE, IocPattern.equalTo(value, true)));
            case IndicatorType.URL, IndicatorType.EMAIL_ADDRESS, IndicatorType.USER_AGENT, IndicatorType.REGISTRY_KEY ->
                iocs.add(ioc(indicator, IocKind.KEYWORD, IocPattern.contains(value, false)));
            case IndicatorType.FILENAME_IOC,
                    IndicatorType.KEYWORD_IOC,
                    IndicatorType.HANDLE_IOC,
                    IndicatorType.PIPE_IOC -> iocs.add(line(indicator, value));
            default -> {
                IocKind kind = customTypes.get(indicator.type().toLowerCase(Locale.ROOT));
                if (kind != null) {
                    iocs.add(ioc(indicator, kind, pattern(kind, value)));
                }
            }
        }
        iocs.removeIf(ioc -> ioc.note().score() >= 0 && ioc.note().score() < minimumScore);
        return iocs;
    }

    /* A line of THOR's IOC files, as the scanner itself reads it (thor-scanner.md section 2.2). */
    private static Ioc line(Indicator indicator, String value) {
        switch (indicator.type()) {
            case IndicatorType.FILENAME_IOC -> {
                int exception = value.indexOf('\n');
                String regex = exception < 0 ? value : value.substring(0, exception);
                IocPattern pattern = special(regex) ? IocPattern.regex(regex) : IocPattern.contains(regex, false);
                Ioc ioc = ioc(indicator, IocKind.FILENAME, pattern);
                List<IocPattern> exceptions =
                        exception < 0 ? List.of() : List.of(IocPattern.regex(value.substring(exception + 1)));
                return new Ioc(ioc.kind(), ioc.pattern(), ioc.note(), exceptions);
            }
            case IndicatorType.KEYWORD_IOC -> {
                return ioc(indicator, IocKind.KEYWORD, IocPattern.contains(value, true));
            }
            default -> {
                IocKind kind = indicator.type().equals(IndicatorType.PIPE_IOC) ? IocKind.NAMED_PIPE : IocKind.HANDLE;
                boolean sensitive = kind == IocKind.HANDLE;
                String plain = unescaped(value);
                return ioc(
                        indicator,
                        kind,
                        plain == null
                                ? new IocPattern(value, IocPattern.Match.REGEX, sensitive)
                                : IocPattern.equalTo(plain, sensitive));
            }
        }
    }

    private static boolean special(String text) {
        return text.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
    }

    /* Null when a special character stands unescaped. A backslash before a letter is one: Global\name, written without care. */
    private static @Nullable String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && !Character.isLetterOrDigit(text.charAt(i + 1))) {
                plain.append(text.charAt(++i));
            } else if (c != '\\' && SPECIAL.indexOf(c) >= 0) {
                return null;
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    /* A file name is a whole name: with a separator before it, and nothing behind it. Systems name files with and without regard to case. */
    private static IocPattern pattern(IocKind kind, String value) {
        if (kind == IocKind.FILENAME) {
            boolean path = value.indexOf('/') >= 0 || value.indexOf('\\') >= 0;
            return IocPattern.regex("(?i)" + (path ? "" : "(^|[\\\\/])") + quote(value) + "$");
        }
        return kind == IocKind.KEYWORD
                ? IocPattern.contains(value, false)
                : IocPattern.equalTo(value, kind == IocKind.HANDLE);
    }

    /** Returns a regex that matches a text and nothing else; a separator in it matches both kinds. */
    static String quote(String text) {
        StringBuilder regex = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c == '/' || c == '\\') {
                regex.append("[\\\\/]");
            } else {
                if (".^$|?*+()[]{}".indexOf(c) >= 0) {
                    regex.append('\\');
                }
                regex.appendCodePoint(c);
            }
        });
        return regex.toString();
    }

    private static Ioc ioc(Indicator indicator, IocKind kind, IocPattern pattern) {
        return new Ioc(
                kind,
                pattern,
                new IocNote(score(indicator, kind), description(indicator), source(indicator)),
                List.of());
    }

    /**
     * Returns the score of an indicator, 0 to 100: a tenth of ThreatConnect's ThreatAssess score (0 to 1000); without one twenty times its
     * rating (0 to 5), of which half depends on the confidence; without both what the kind has by default.
     *
     * @param indicator the indicator
     * @param kind what it becomes
     */
    public static int score(Indicator indicator, IocKind kind) {
        Integer assessed = indicator.threatScore();
        if (assessed != null && assessed != 0) {
            int score = Math.max(-IocNote.MAX_SCORE, Math.min(IocNote.MAX_SCORE, Math.round(assessed / 10f)));
            return score == 0 ? Integer.signum(assessed) : score;
        }
        Double rating = indicator.rating();
        if (rating == null || rating == 0) {
            return kind.defaultScore();
        }
        Integer confidence = indicator.confidence();
        double weight = confidence == null ? 1 : 0.5 + confidence / 200.0;
        return (int) Math.max(1, Math.min(IocNote.MAX_SCORE, Math.round(rating * 20 * weight)));
    }

    private static String description(Indicator indicator) {
        String text = indicator.notes().description();
        String tags = String.join(", ", indicator.notes().tags());
        if (text == null || text.isBlank()) {
            return tags.isEmpty() ? indicator.type() : tags;
        }
        return tags.isEmpty() ? text : text + " (" + tags + ")";
    }

    private static String source(Indicator indicator) {
        String link = indicator.notes().link();
        return indicator.owner() + (link == null ? "" : " " + link);
    }
}
