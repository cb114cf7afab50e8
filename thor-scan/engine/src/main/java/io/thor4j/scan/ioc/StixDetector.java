package io.thor4j.scan.ioc;

import io.thor4j.core.ByteString;
import io.thor4j.core.Element;
import io.thor4j.core.FileMetadata;
import io.thor4j.core.HashAlgorithm;
import io.thor4j.core.MatchedString;
import io.thor4j.core.Origin;
import io.thor4j.core.Reason;
import io.thor4j.core.Signature;
import io.thor4j.core.SignatureKind;
import io.thor4j.core.spi.DetectionContext;
import io.thor4j.core.spi.Detector;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges files and registry entries with STIX indicators (thor-scanner.md section 2.4). For one thread. */
public final class StixDetector implements Detector {
    /** The id under which it reports. */
    public static final String ID = "stix";

    private final StixSet indicators;
    private final Origin origin;

    /**
     * Makes a detector.
     *
     * @param indicators the indicators
     * @param origin who supplied them, for reports
     */
    public StixDetector(StixSet indicators, Origin origin) {
        this.indicators = indicators;
        this.origin = origin;
    }

    @Override
    public void detect(Element element, DetectionContext context) {
        StixFacts facts;
        if (element.type().equals("file")) {
            facts = new FileFacts(element);
        } else if (element.type().startsWith("registry ")) {
            facts = new RegistryFacts(element);
        } else {
            return;
        }
        for (StixIndicator indicator : indicators.find(facts)) {
            Signature signature = Signature.builder(
                            SignatureKind.STIX_IOC, origin, indicator.note().score())
                    .ruleName(indicator.name())
                    .description(indicator.note().description())
                    .id(indicator.id())
                    .build();
            MatchedString matched = new MatchedString(ByteString.utf8(indicator.pattern()), null, null, null);
            context.report(new Reason("STIX IOC " + indicator.name(), signature, List.of(matched)));
        }
    }

    private record FileFacts(Element element) implements StixFacts {
        @Override
        public List<String> texts(StixProperty property) {
            return switch (property) {
                case FILE_NAME -> List.of(element.name().fileName());
                case FILE_FOLDER -> List.of(element.name().directory());
                case FILE_MD5 -> hash(HashAlgorithm.MD5);
                case FILE_SHA1 -> hash(HashAlgorithm.SHA1);
                case FILE_SHA256 -> hash(HashAlgorithm.SHA256);
                default -> List.of();
            };
        }

        private List<String> hash(HashAlgorithm algorithm) {
            String hash = element.hash(algorithm);
            return hash == null ? List.of() : List.of(hash);
        }

        @Override
        public @Nullable Long number(StixProperty property) {
            return property == StixProperty.FILE_SIZE ? element.size() : null;
        }

        @Override
        public @Nullable Instant time(StixProperty property) {
            FileMetadata metadata = element.metadata();
            if (metadata == null) {
                return null;
            }
            return switch (property) {
                case FILE_CREATED -> metadata.created();
                case FILE_MODIFIED -> metadata.modified();
                case FILE_ACCESSED -> metadata.accessed();
                default -> null;
            };
        }
    }

    private record RegistryFacts(Element element) implements StixFacts {
        @Override
        public List<String> texts(StixProperty property) {
            String key = text("key");
            int last = key == null ? -1 : key.lastIndexOf('\\');
            return switch (property) {
                case REGISTRY_KEY -> key == null ? List.of() : List.of(key);
                case REGISTRY_NAME ->
                    key == null || text("value") == null ? List.of() : List.of(key.substring(last + 1));
                case REGISTRY_DATA -> {
                    String value = text("value");
                    yield value == null ? List.of() : List.of(value);
                }
                default -> List.of();
            };
        }

        private @Nullable String text(String field) {
            return element.subject().get(field) instanceof String text ? text : null;
        }

        @Override
        public @Nullable Long number(StixProperty property) {
            return null;
        }

        @Override
        public @Nullable Instant time(StixProperty property) {
            return property == StixProperty.REGISTRY_MODIFIED
                            && element.subject().get("modified") instanceof OffsetDateTime time
                    ? time.toInstant()
                    : null;
        }
    }
}
