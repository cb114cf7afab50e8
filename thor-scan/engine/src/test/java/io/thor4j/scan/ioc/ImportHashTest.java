package io.thor4j.scan.ioc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thor4j.core.Content;
import io.thor4j.core.Outcome;
import io.thor4j.core.Target;
import io.thor4j.scan.TestScans;
import io.thor4j.scan.ThorScanner;
import io.thor4j.scan.signature.SignatureSet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Import hashes share their length with MD5, so a hash of 32 digits is compared with both (thor-scanner.md section 2.2). */
class ImportHashTest {
    /* What the yara command 4.2.3 logs for pe.imphash() of this file. */
    private static final String IMPORTS = "1720bf764274b7a4052bbef0a71adc0d";

    @Test
    void anImportHashIsFoundByItsDigits() throws Exception {
        Path file = Path.of(System.getProperty("thor.shared", ""), "conformance/yara/data/tiny-idata-51ff");
        boolean there = !System.getProperty("thor.shared", "").isEmpty() && Files.isReadable(file);
        assumeTrue(there || TestScans.cannot("ImportHashTest", "no conformance data (property thor.shared)"));
        IocTexts read = IocTexts.read(SimpleIocType.HASHES, IMPORTS.toUpperCase() + ";70;Same imports");
        try (ThorScanner scanner = ThorScanner.builder()
                .withoutPlugins()
                .signatures(SignatureSet.of(List.of(read.set())))
                .build()) {
            assertEquals(1, scanner.scan(file).ledger().count(Outcome.Kind.MATCHED));
            assertEquals(
                    0,
                    scanner.scan(Target.of("x", new byte[] {'M', 'Z', 0, 0}))
                            .ledger()
                            .count(Outcome.Kind.MATCHED));
        }
    }

    @Test
    void whatIsNoProgramHasNone() {
        ImportHash hash = new ImportHash();
        assertNull(hash.of(Content.complete(new byte[0])));
        assertNull(hash.of(Content.complete(new byte[] {'M', 'Z'})));
        assertNull(hash.of(Content.complete("MZ is no program".getBytes(StandardCharsets.UTF_8))));
    }
}
