package io.thor4j.scan;

import io.thor4j.core.Element;
import io.thor4j.core.Origin;
import io.thor4j.core.Reason;
import io.thor4j.core.Signature;
import io.thor4j.core.SignatureKind;
import io.thor4j.core.spi.ChildSink;
import io.thor4j.core.spi.DetectionContext;
import io.thor4j.core.spi.Detector;
import io.thor4j.core.spi.DetectorProvider;
import io.thor4j.core.spi.Extractor;
import io.thor4j.core.spi.ExtractorProvider;
import io.thor4j.core.spi.PluginConfig;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Plugins made of one method. */
final class TestPlugins {
    private TestPlugins() {}

    /** What a detector does. */
    @FunctionalInterface
    interface Detection {
        void detect(Element element, DetectionContext context);
    }

    /** What an extractor does. */
    @FunctionalInterface
    interface Extraction {
        void extract(Element element, ChildSink children);
    }

    static DetectorProvider detector(String id, Detection detection) {
        return new DetectorProvider() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public Detector create(PluginConfig config) {
                return detection::detect;
            }
        };
    }

    static ExtractorProvider extractor(String id, String extension, Extraction extraction) {
        return new ExtractorProvider() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public Extractor create(PluginConfig config) {
                return new Extractor() {
                    @Override
                    public boolean accepts(Element element) {
                        return element.extension().equals(extension);
                    }

                    @Override
                    public void extract(Element element, ChildSink children) {
                        extraction.extract(element, children);
                    }
                };
            }
        };
    }

    /**
     * Extracts {@code .box} files: each line {@code name=content} is a member, {@code ;} in a content stands for a line break, so boxes
     * nest; a blank before it nests one level deeper.
     */
    static ExtractorProvider boxes() {
        return extractor("box", ".box", (element, children) -> {
            for (String line : text(element).split("\n", -1)) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    String content =
                            line.substring(equals + 1).replace(';', '\n').replace('|', ';');
                    if (!children.member(line.substring(0, equals), "BOX", stream(content), null)) {
                        return;
                    }
                }
            }
        });
    }

    /** Reports elements whose content contains a word. */
    static DetectorProvider word(String word, int score) {
        return detector("word." + word.toLowerCase(Locale.ROOT), (element, context) -> {
            if (text(element).contains(word)) {
                context.report(reason(word, score));
            }
        });
    }

    static Reason reason(String name, int score) {
        return new Reason(
                name,
                Signature.builder(SignatureKind.INTERNAL_HEURISTIC, Origin.EXTERNAL, score)
                        .build(),
                List.of());
    }

    static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(Element element) {
        return new String(element.content().array(), 0, element.content().length(), StandardCharsets.ISO_8859_1);
    }
}
