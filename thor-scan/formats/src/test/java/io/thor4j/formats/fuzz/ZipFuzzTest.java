package io.thor4j.formats.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes in place of a sample of Samples.zip() are survived. */
class ZipFuzzTest {
    static Stream<byte[]> seeds() {
        return Samples.zip().stream();
    }

    @MethodSource("seeds")
    @FuzzTest
    void survives(byte[] container) {
        Survival.of(container);
    }
}
