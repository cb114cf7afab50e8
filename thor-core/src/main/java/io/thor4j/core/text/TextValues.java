package io.thor4j.core.text;

import io.thor4j.core.ByteString;
import io.thor4j.core.ObjectField;
import io.thor4j.core.ObjectField.Flag;
import io.thor4j.core.ObservedObject;
import java.math.BigInteger;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows single values the way THOR's text log does (reference/thor-scanner.md sections 5.1 and 5.6). Immutable. */
final class TextValues {
    private static final DateTimeFormatter ANSI_C =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter ANSI_C_MILLIS =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss.SSS uuuu", Locale.ENGLISH);
    /* Go's zero time, which its formatter prints for a time that was never set. */
    private static final OffsetDateTime ZERO_TIME = OffsetDateTime.of(1, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    private static final double SECONDS_A_DAY = 86_400;
    private static final String CUT = "[...]";

    private final ZoneId zone;

    TextValues(ZoneId zone) {
        this.zone = zone;
    }

    static boolean isEmpty(@Nullable Object value) {
        return value == null
                || value.equals("")
                || value.equals(0L)
                || value.equals(false)
                || (value instanceof List<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> map && map.isEmpty());
    }

    /** Returns the text of a declared field, null when there is nothing to show. */
    @Nullable
    String field(ObjectField field, @Nullable Object value) {
        Set<Flag> flags = field.flags();
        if (flags.contains(Flag.COUNT)) {
            return String.valueOf(value instanceof List<?> list ? list.size() : 0);
        } else if (flags.contains(Flag.LAST)) {
            return value instanceof List<?> list ? last(list) : null;
        }
        if (value == null) {
            return absent(field);
        } else if (value instanceof OffsetDateTime time) {
            return time(time, flags.contains(Flag.MILLIS));
        } else if (flags.contains(Flag.HEX)) {
            return "0x" + new BigInteger(value.toString()).toString(16);
        } else if (flags.contains(Flag.DAYS) && value instanceof Duration duration) {
            return String.format(Locale.ROOT, "%.2f", duration.toSeconds() / SECONDS_A_DAY);
        } else if (value instanceof List<?> list) {
            return list(list, separator(flags));
        }
        return free(value);
    }

    private @Nullable String absent(ObjectField field) {
        return switch (field.kind()) {
            case INT, UINT -> field.flags().contains(Flag.HEX) ? "0x0" : "0";
            case BOOL -> "false";
            case TIME -> time(ZERO_TIME, field.flags().contains(Flag.MILLIS));
            case DURATION -> field.flags().contains(Flag.DAYS) ? "0.00" : free(Duration.ZERO);
            case STRING, STRINGS, UINTS, TIMES, DATA, MAP, UINT_MAP -> "";
            case OBJECT -> field.list() ? "" : null;
            case NULLABLE_BOOL, ANY -> null;
        };
    }

    private static String separator(Set<Flag> flags) {
        if (flags.contains(Flag.JOIN_ARROW)) {
            return ">";
        } else if (flags.contains(Flag.JOIN_BLANK)) {
            return " ";
        }
        return flags.contains(Flag.JOIN_COMMA) ? "," : ", ";
    }

    private String list(List<?> list, String separator) {
        List<String> texts = list.stream().map(this::free).toList();
        boolean acl = !list.isEmpty()
                && list.get(0) instanceof ObservedObject first
                && first.type().equals("acl");
        return acl ? texts.stream().sorted().collect(Collectors.joining(" / ")) : String.join(separator, texts);
    }

    private @Nullable String last(List<?> times) {
        return times.stream()
                .map(OffsetDateTime.class::cast)
                .max(OffsetDateTime.timeLineOrder())
                .map(time -> time(time, false))
                .orElse(null);
    }

    /** Returns the text of a value by its Java type. */
    String free(@Nullable Object value) {
        if (value == null) {
            return "";
        } else if (value instanceof OffsetDateTime time) {
            return time(time, false);
        } else if (value instanceof Duration duration) {
            /* The form of THOR's "Finished module TOOK: 0 hours 0 mins 9 secs". */
            return duration.toHours() + " hours " + duration.toMinutesPart() + " mins " + duration.toSecondsPart()
                    + " secs";
        } else if (value instanceof ByteString bytes) {
            return MatchText.quoted(bytes);
        } else if (value instanceof List<?> list) {
            return list(list, ", ");
        } else if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + free(entry.getValue()))
                    .collect(Collectors.joining("  "));
        } else if (value instanceof ObservedObject object) {
            String whole = whole(object);
            return whole == null ? free(object.values()) : whole;
        }
        return value.toString();
    }

    private String time(OffsetDateTime time, boolean millis) {
        return (millis ? ANSI_C_MILLIS : ANSI_C).format(time.atZoneSameInstant(zone));
    }

    /** Returns the text of the objects that THOR shows as one value, null for any other. */
    static @Nullable String whole(ObservedObject object) {
        return switch (object.type()) {
            case "first bytes" -> string(object, "hex") + " / " + string(object, "ascii");
            case "acl" -> string(object, "group") + ":" + string(object, "access");
            case "thread connection" -> string(object, "server") + "(" + string(object, "protocol") + ")";
            case "permission mask" -> rwx(object.get("user")) + rwx(object.get("group")) + rwx(object.get("world"));
            case "rwx" -> rwx(object);
            case "sparse data" -> sparse(object);
            default -> null;
        };
    }

    private static String string(ObservedObject object, String key) {
        return Objects.requireNonNullElse(object.get(key), "").toString();
    }

    private static String rwx(@Nullable Object value) {
        return flag(value, "readable", "r") + flag(value, "writable", "w") + flag(value, "executable", "x");
    }

    private static String flag(@Nullable Object value, String key, String letter) {
        return value instanceof ObservedObject object && Boolean.TRUE.equals(object.get(key)) ? letter : "-";
    }

    /* The known pieces, escaped; every gap between, before and after them is shown as [...]. */
    private static String sparse(ObservedObject object) {
        long length = object.get("length") instanceof Long number ? number : 0;
        StringBuilder text = new StringBuilder();
        long end = 0;
        if (object.get("elements") instanceof List<?> elements) {
            for (Object entry : elements) {
                ObservedObject element = (ObservedObject) entry;
                long offset = element.get("offset") instanceof Long number ? number : 0;
                ByteString data = element.get("data") instanceof ByteString bytes ? bytes : ByteString.utf8("");
                text.append(offset > end ? CUT : "").append(MatchText.escapeBytes(data, false));
                end = offset + data.length();
            }
        }
        return text.append(length > end ? CUT : "").toString();
    }
}
