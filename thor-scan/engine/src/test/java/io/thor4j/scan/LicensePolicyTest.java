package io.thor4j.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.thor4j.core.LicenseException;
import io.thor4j.core.LicensedUse;
import io.thor4j.core.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LicensePolicyTest {
    @TempDir
    private Path folder;

    @Test
    void thePolicyIsAskedAtTheStartOfEachScan() throws Exception {
        Files.writeString(folder.resolve("a"), "a");
        List<LicensedUse> asked = new ArrayList<>();
        LicenseException refusal = new LicenseException("expired", null, null, null);
        try (ThorScanner scanner = ThorScanner.builder()
                .withoutPlugins()
                .licensePolicy(use -> {
                    asked.add(use);
                    if (asked.size() > 1) {
                        throw refusal;
                    }
                })
                .build()) {
            assertEquals(1, scanner.scan(folder).ledger().elementsSeen());
            assertSame(refusal, assertThrows(LicenseException.class, () -> scanner.scan(folder)));
            assertSame(refusal, assertThrows(LicenseException.class, () -> scanner.start(List.of(Target.of(folder)))));
        }
        assertEquals(List.of(LicensedUse.SCAN, LicensedUse.SCAN, LicensedUse.SCAN), asked);
    }
}
