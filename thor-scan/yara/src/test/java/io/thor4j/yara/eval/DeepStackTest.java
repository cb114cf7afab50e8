package io.thor4j.yara.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Work on the deep stack fails as it would on the caller's. */
class DeepStackTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 5_000})
    void errorsReachTheCaller(int levels) {
        // Once they did not: rules whose compilation ran out of memory came out as an empty set.
        Error thrown = new OutOfMemoryError("made");
        assertSame(
                thrown,
                assertThrows(
                        OutOfMemoryError.class,
                        () -> DeepStack.run(levels, () -> {
                            throw thrown;
                        })));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5_000})
    void exceptionsReachTheCaller(int levels) {
        IllegalStateException thrown = assertThrows(
                IllegalStateException.class,
                () -> DeepStack.run(levels, () -> {
                    throw new IllegalStateException("made");
                }));
        assertEquals("made", thrown.getMessage());
    }
}
