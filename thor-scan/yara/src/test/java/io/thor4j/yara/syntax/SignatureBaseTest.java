package io.thor4j.yara.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thor4j.yara.IncludeResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** All of signature-base; the counts are those of reference/yara-real-rules.md, which agree with libyara. */
class SignatureBaseTest {
    @Test
    void everyFileParsesWithoutDiagnostics() throws IOException {
        String shared = System.getProperty("thor.shared", "");
        assumeTrue(!shared.isEmpty(), "signature-base is not parsed: the system property thor.shared is not set");
        List<Path> files;
        try (Stream<Path> walk = Files.walk(Path.of(shared, "rules/signature-base/yara"))) {
            files = walk.filter(f -> f.toString().matches(".*\\.yara?"))
                    .sorted()
                    .toList();
        }
        int rules = 0;
        int strings = 0;
        for (Path file : files) {
            ParsedSource parsed = RuleParser.parse(Files.readAllBytes(file), file.toString(), IncludeResolver.files());
            assertEquals(List.of(), parsed.diagnostics());
            for (RuleFile.Item item : parsed.file().items()) {
                if (item instanceof RuleDecl rule) {
                    rules++;
                    strings += rule.strings().size();
                }
            }
        }
        assertEquals(741, files.size());
        assertEquals(5_883, rules);
        assertEquals(33_056, strings);
    }
}
