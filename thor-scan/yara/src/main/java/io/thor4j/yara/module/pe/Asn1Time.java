package io.thor4j.yara.module.pe;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** UTCTime and GeneralizedTime. Source: X.680, sections 46 and 47; two-digit years as in RFC 5280, section 4.1.2.5.1. */
final class Asn1Time {
    /** Month, day, hour, minute, second or nothing, then UTC or an offset. */
    private static final Pattern AFTER_YEAR =
            Pattern.compile("(\\d{2})(\\d{2})(\\d{2})(\\d{2})(\\d{2})?(?:\\.\\d+)?(?:Z|([+-])(\\d{2})(\\d{2}))");

    /** The longest form has 14 digits, a fraction and an offset. */
    private static final int MAX_LENGTH = 40;

    private Asn1Time() {}

    /** Returns seconds since 1970, null when it is no time. */
    static @Nullable Long seconds(DerValue time) {
        boolean shortYear = time.tag() == DerValue.UTC_TIME;
        int yearDigits = shortYear ? 2 : 4;
        if ((!shortYear && time.tag() != DerValue.GENERALIZED_TIME)
                || time.length() > MAX_LENGTH
                || time.length() < yearDigits) {
            return null;
        }
        String text = time.latin1();
        String year = text.substring(0, yearDigits);
        Matcher rest = AFTER_YEAR.matcher(text.substring(yearDigits));
        if (!year.chars().allMatch(c -> c >= '0' && c <= '9') || !rest.matches()) {
            return null;
        }
        int number = Integer.parseInt(year);
        return seconds(shortYear ? number + (number < 50 ? 2000 : 1900) : number, rest);
    }

    private static @Nullable Long seconds(int year, Matcher rest) {
        try {
            LocalDateTime local = LocalDateTime.of(
                    year,
                    Integer.parseInt(rest.group(1)),
                    Integer.parseInt(rest.group(2)),
                    Integer.parseInt(rest.group(3)),
                    Integer.parseInt(rest.group(4)),
                    rest.group(5) == null ? 0 : Integer.parseInt(rest.group(5)));
            return local.toEpochSecond(ZoneOffset.UTC) - offset(rest);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static long offset(Matcher rest) {
        String sign = rest.group(6);
        if (sign == null) {
            return 0;
        }
        long seconds = Integer.parseInt(rest.group(7)) * 3600L + Integer.parseInt(rest.group(8)) * 60L;
        return sign.equals("-") ? -seconds : seconds;
    }
}
