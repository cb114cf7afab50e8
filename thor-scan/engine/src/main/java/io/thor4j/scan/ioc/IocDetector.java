package io.thor4j.scan.ioc;

import io.thor4j.core.ByteString;
import io.thor4j.core.Content;
import io.thor4j.core.Element;
import io.thor4j.core.FileMetadata;
import io.thor4j.core.HashAlgorithm;
import io.thor4j.core.MatchedString;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.Origin;
import io.thor4j.core.Reason;
import io.thor4j.core.spi.DetectionContext;
import io.thor4j.core.spi.Detector;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges elements with indicators (thor-scanner.md section 2.2): files by path and hashes, all other elements by the texts of their
 * fields, each by what it means. For one thread.
 */
public final class IocDetector implements Detector {
    /** The id under which it reports. */
    public static final String ID = "ioc";

    private static final String FILE = "file";
    private static final Set<String> HANDLE_FIELDS = Set.of("mutex/mutex", "event/event", "process handle/name");
    private static final Set<String> PIPE_FIELDS = Set.of("named pipe/pipe", "pipe list/pipes");
    private static final Set<String> HOST_FIELDS = Set.of(
            "DNS cache entry/host",
            "DNS cache entry/ip",
            "hosts file entry/host",
            "hosts file entry/ip",
            "process connection/ip",
            "process connection/remote_ip",
            "firewall rule/local_ips",
            "firewall rule/remote_ips");
    private static final Set<String> HASH_FIELDS = Set.of("md5", "sha1", "sha256", "imphash", "old_md5");

    private final IocMatcher matcher;
    private final Origin origin;
    private final ImportHash importHash = new ImportHash();

    /**
     * Makes a detector.
     *
     * @param matcher the indicators
     * @param origin who supplied them, for reports
     */
    public IocDetector(IocMatcher matcher, Origin origin) {
        this.matcher = matcher;
        this.origin = origin;
    }

    @Override
    public void detect(Element element, DetectionContext context) {
        if (!context.budget().timeLeft()) {
            return;
        }
        if (!element.type().equals(FILE)) {
            walk(element.type(), element.subject(), "", context);
            return;
        }
        report(matcher.path(element.name().text()), "/path", context);
        FileMetadata metadata = element.metadata();
        if (metadata == null || metadata.kind() == FileMetadata.Kind.REGULAR) {
            hashes(element, context);
        }
    }

    /* Only hashes that some indicator could equal are computed. */
    private void hashes(Element element, DetectionContext context) {
        for (HashAlgorithm algorithm : HashAlgorithm.values()) {
            String hash = matcher.hasHashes(algorithm.bytes()) ? element.hash(algorithm) : null;
            if (hash != null) {
                report(matcher.hash(hash), "/hashes/" + algorithm.key(), context);
            }
        }
        if (matcher.hasHashes(HashAlgorithm.MD5.bytes())) {
            Content content = element.content();
            String hash = content.isWhole() ? importHash.of(content) : null;
            if (hash != null) {
                report(matcher.hash(hash), null, context);
            }
        }
    }

    private void walk(String type, ObservedObject object, String pointer, DetectionContext context) {
        for (Map.Entry<String, @Nullable Object> field : object.values().entrySet()) {
            value(type, field.getKey(), field.getValue(), pointer + "/" + escape(field.getKey()), context);
        }
    }

    private void value(String type, String key, @Nullable Object value, String pointer, DetectionContext context) {
        if (value instanceof String text) {
            report(judge(type, key, text), pointer, context);
        } else if (value instanceof ObservedObject nested) {
            walk(nested.type(), nested, pointer, context);
        } else if (value instanceof Collection<?> list) {
            int index = 0;
            for (Object entry : list) {
                value(type, key, entry, pointer + "/" + index++, context);
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach(
                    (name, entry) -> value(type, key, entry, pointer + "/" + escape(String.valueOf(name)), context));
        }
    }

    private List<IocMatch> judge(String type, String key, String text) {
        String field = type + "/" + key;
        if (HANDLE_FIELDS.contains(field)) {
            return matcher.handle(text);
        } else if (PIPE_FIELDS.contains(field)) {
            return matcher.pipe(text);
        } else if (HOST_FIELDS.contains(field)) {
            return matcher.host(text);
        } else if (HASH_FIELDS.contains(key)) {
            return matcher.hash(text);
        }
        return matcher.text(text);
    }

    /* RFC 6901 section 3. */
    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private void report(List<IocMatch> matches, @Nullable String pointer, DetectionContext context) {
        for (IocMatch match : matches) {
            MatchedString matched = pointer == null
                    ? new MatchedString(ByteString.utf8(match.matched()), null, null, null)
                    : MatchedString.inField(match.matched(), match.offset(), pointer);
            context.report(new Reason(match.summary(), match.signature(origin), List.of(matched)));
        }
    }
}
