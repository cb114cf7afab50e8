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

/*
 * Ours: neither ThreatConnect nor THOR says how one becomes the other. An email's subject, a hashtag and a network's number are nothing that
 * a scan of files can judge by: a file that says "Invoice" is no finding. They are counted, not exported.
 */
/**
 * Which indicators of compromise an indicator becomes, and with which score. Immutable, may be shared by threads.
 *
 * @param customTypes what values of custom types are compared with, by the type's name in small letters
 * @param minimumScore indicators with a lower score are left out
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
            default -> {
                IocKind kind = customTypes.get(indicator.type().toLowerCase(Locale.ROOT));
                if (kind != null) {
                    iocs.add(ioc(indicator, kind, pattern(kind, value)));
                }
            }
        }
        iocs.removeIf(ioc -> ioc.note().score() < minimumScore);
        return iocs;
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
        if (assessed != null && assessed > 0) {
            return Math.max(1, Math.round(assessed / 10f));
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
