package io.thor4j.spiexamples;

import io.thor4j.core.Target;
import io.thor4j.core.spi.Detector;
import io.thor4j.core.spi.DetectorProvider;
import io.thor4j.core.spi.PluginConfig;
import io.thor4j.scan.ThorScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A plugin that does what its option {@code how} says. */
public final class HostileProvider implements DetectorProvider {
    /** Called by the service loader. */
    public HostileProvider() {}

    @Override
    public String id() {
        return "test.hostile";
    }

    @Override
    public String version() {
        return "6.6.6";
    }

    @Override
    public Detector create(PluginConfig config) {
        String how = String.valueOf(config.option("how"));
        return (element, context) -> {
            switch (how) {
                case "throw" -> throw new NoClassDefFoundError("org/example/Gone");
                case "recurse" -> throw new IllegalStateException("depth " + recurse(0));
                case "hang" -> {
                    while (true) {
                        LockSupport.park();
                    }
                }
                case "allocate" -> {
                    List<byte[]> kept = new ArrayList<>();
                    while (true) {
                        kept.add(new byte[100_000]);
                    }
                }
                case "call back" -> {
                    try (ThorScanner scanner = ThorScanner.builder().build()) {
                        scanner.scan(Target.of("again", new byte[0]));
                    }
                }
                default -> throw new AssertionError(how);
            }
        };
    }

    private static int recurse(int depth) {
        return depth < 0 ? depth : recurse(depth + 1) + 1;
    }
}
