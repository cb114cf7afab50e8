package io.thor4j.scan;

import io.thor4j.core.ByteString;
import io.thor4j.core.MatchedString;
import io.thor4j.core.Message;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.Reason;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes names of people out of events: the values of users and owners, and the folder behind {@code C:\Users} and
 * {@code C:\Documents and Settings} (reference/thor-scanner.md section 5.4); ours: behind {@code /home} and {@code /Users} too. What a rule
 * matched is searched for such folders as well, other text of files is not known to be a name. Stateless.
 */
final class PersonalData {
    static final String ANONYMIZED = "ANONYMIZED_BY_THOR";

    private static final Set<String> NAMES = Set.of("user", "owner", "username", "user_name");
    private static final Pattern FOLDER = Pattern.compile(
            "((?:[A-Za-z]:[\\\\/]+(?:Users|Documents and Settings)|(?<![^\\s\"'=:(])/(?:home|Users))[\\\\/]+)[^\\\\/\\r\\n\"]+",
            Pattern.CASE_INSENSITIVE);

    String without(String text) {
        return FOLDER.matcher(text).replaceAll("$1" + ANONYMIZED);
    }

    ObservedObject without(ObservedObject object) {
        ObservedObject.Builder copy = ObservedObject.builder(object.type());
        object.values().forEach((key, value) -> copy.set(key, value(key, value)));
        return copy.build();
    }

    Reason without(Reason reason) {
        return new Reason(
                without(reason.summary()),
                reason.signature(),
                reason.matched().stream()
                        .map(match -> new MatchedString(
                                bytes(match.data()),
                                match.context() == null ? null : bytes(match.context()),
                                match.offset(),
                                match.field()))
                        .toList());
    }

    Message without(Message message) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        message.fields().forEach((key, value) -> fields.put(key, value(key, value)));
        return new Message(message.meta(), without(message.text()), fields);
    }

    /* As Latin-1, which keeps every byte: the folders' names are replaced whatever their encoding. */
    private ByteString bytes(ByteString data) {
        String text = new String(data.toByteArray(), StandardCharsets.ISO_8859_1);
        String clean = without(text);
        return clean.equals(text) ? data : ByteString.of(clean.getBytes(StandardCharsets.ISO_8859_1));
    }

    private @Nullable Object value(String key, @Nullable Object value) {
        if (value instanceof String text) {
            return NAMES.contains(key.toLowerCase(java.util.Locale.ROOT)) && !text.isEmpty()
                    ? ANONYMIZED
                    : without(text);
        } else if (value instanceof ObservedObject object) {
            return without(object);
        } else if (value instanceof ByteString data) {
            return bytes(data);
        } else if (value instanceof List<?> list) {
            return list.stream().map(entry -> value(key, entry)).toList();
        } else if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((name, entry) -> copy.put(String.valueOf(name), value(String.valueOf(name), entry)));
            return copy;
        }
        return value;
    }
}
