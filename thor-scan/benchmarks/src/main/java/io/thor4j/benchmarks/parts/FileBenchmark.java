package io.thor4j.benchmarks.parts;

import io.thor4j.core.Element;
import io.thor4j.core.ElementSettings;
import io.thor4j.core.Hashes;
import io.thor4j.core.ReadBuffer;
import io.thor4j.core.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Reading a file from the page cache, and the three digests of its bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class FileBenchmark {
    private static final int SEED = 9;

    /** Size of the file, bytes. */
    @Param({"4096", "1048576"})
    public int size = 4096;

    private final ReadBuffer buffer = new ReadBuffer();
    private byte[] bytes = new byte[0];
    private Path file = Path.of("");

    /** For JMH. */
    public FileBenchmark() {}

    /** Writes the file. */
    @Setup
    public void setUp() throws IOException {
        bytes = new byte[size];
        new Random(SEED).nextBytes(bytes);
        file = Files.write(Files.createTempFile("thor-benchmark", ".bin"), bytes);
    }

    /** Deletes the file. */
    @TearDown
    public void tearDown() throws IOException {
        Files.delete(file);
    }

    /** Opens, reads and closes the file as a scan does. */
    @Benchmark
    public int read() {
        return Element.of(Target.of(file), ElementSettings.DEFAULT, buffer)
                .content()
                .length();
    }

    /** MD5, SHA-1 and SHA-256 in one pass. */
    @Benchmark
    public Hashes hash() {
        return Hashes.of(bytes, bytes.length);
    }
}
