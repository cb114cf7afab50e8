package io.thor4j.spiexamples;

import io.thor4j.core.Element;
import io.thor4j.core.MatchedString;
import io.thor4j.core.Origin;
import io.thor4j.core.Reason;
import io.thor4j.core.Signature;
import io.thor4j.core.SignatureKind;
import io.thor4j.core.spi.DetectionContext;
import io.thor4j.core.spi.Detector;
import java.util.List;
import java.util.Set;

/** Reports programs whose name says that they are a picture or a document. For one thread. */
final class DisguisedExecutableDetector implements Detector {
    private static final Set<String> HARMLESS =
            Set.of(".jpg", ".jpeg", ".png", ".gif", ".bmp", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".txt", ".csv");
    private static final Set<String> PROGRAMS = Set.of("EXE", "ELF", "MACHO");

    @Override
    public void detect(Element element, DetectionContext context) {
        if (!HARMLESS.contains(element.extension()) || !PROGRAMS.contains(element.magicType())) {
            return;
        }
        Signature signature = Signature.builder(SignatureKind.INTERNAL_HEURISTIC, Origin.EXTERNAL, 70)
                .ruleName("Disguised_Executable")
                .description("program with the extension of a picture or document")
                .build();
        context.report(new Reason(
                "Disguised executable: content is " + element.magicType() + ", name ends with " + element.extension(),
                signature,
                List.of(MatchedString.inField(element.extension(), 0, "/extension"))));
    }
}
