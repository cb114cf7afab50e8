package io.thor4j.scan.ioc;

import io.thor4j.core.ioc.IocSet;
import io.thor4j.core.ioc.IocSetBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A simple indicator file given as text, read. */
record IocTexts(IocSet set, IocMatcher matcher, List<String> problems) {
    static IocTexts read(SimpleIocType type, String... lines) {
        return read(type, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    static IocTexts read(SimpleIocType type, byte[] file) {
        IocSetBuilder builder = IocSet.builder();
        DiagnosticLog log = new DiagnosticLog("f.txt");
        try {
            IocFileReader.readSimple(new ByteArrayInputStream(file), type, builder, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        IocSet set = builder.build();
        return new IocTexts(
                set,
                IocMatcher.of(List.of(set)),
                log.diagnostics().stream().map(SignatureDiagnostic::toString).toList());
    }

    /** Returns {@code score value / description = matched@offset} for each. */
    static List<String> text(List<IocMatch> matches) {
        return matches.stream()
                .map(match -> match.note().score() + " " + match.value()
                        + (match.note().description() == null
                                ? ""
                                : " / " + match.note().description())
                        + " = " + match.matched() + "@" + match.offset())
                .toList();
    }
}
