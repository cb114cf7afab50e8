package io.thor4j.spiexamples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.thor4j.core.Budget;
import io.thor4j.core.Element;
import io.thor4j.core.ElementSettings;
import io.thor4j.core.Reason;
import io.thor4j.core.Target;
import io.thor4j.core.ThorLimits;
import io.thor4j.core.spi.DetectionContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExamplesTest {
    private static List<Reason> detect(String name, byte[] content) {
        List<Reason> reasons = new ArrayList<>();
        Budget budget = Budget.root(ThorLimits.DEFAULT, System::nanoTime);
        new DisguisedExecutableDetector()
                .detect(Element.of(Target.of(name, content), ElementSettings.DEFAULT), new DetectionContext() {
                    @Override
                    public void report(Reason reason) {
                        reasons.add(reason);
                    }

                    @Override
                    public Budget budget() {
                        return budget;
                    }
                });
        return reasons;
    }

    @ParameterizedTest
    @CsvSource({"C:\\x\\Photo.JPG, 1", "/tmp/readme.txt, 1", "/tmp/program.exe, 0", "/tmp/program, 0"})
    void programIsReportedWhenItsNameSaysOtherwise(String name, int expected) {
        assertEquals(expected, detect(name, new byte[] {'M', 'Z', 0, 0}).size());
    }

    @Test
    void pictureIsNotReported() {
        assertEquals(List.of(), detect("photo.jpg", new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF}));
    }

    @Test
    void reasonNamesTypeAndExtension() {
        Reason reason = detect("a.png", new byte[] {0x7F, 'E', 'L', 'F'}).get(0);
        assertEquals("Disguised executable: content is ELF, name ends with .png", reason.summary());
        assertEquals(70, reason.signature().score());
    }
}
