package io.thor4j.yara.module;

import static io.thor4j.yara.spi.ModuleType.Scalar.INTEGER;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import io.thor4j.yara.spi.YaraModule;
import java.time.Clock;
import java.util.List;

/** {@code import "time"}: {@code now()}, seconds since 1970-01-01T00:00:00Z. Threads share it when they may share its clock. */
public final class TimeModule implements YaraModule {
    private static final StructType TABLE = StructType.builder()
            .function(
                    "now",
                    INTEGER,
                    List.of(),
                    (self, a) -> self.state(Clock.class).instant().getEpochSecond())
            .build();

    private final Clock clock;

    /**
     * Makes the module.
     *
     * @param clock tells the time, asked at each call of {@code now()}
     */
    public TimeModule(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "time";
    }

    @Override
    public StructType structure() {
        return TABLE;
    }

    @Override
    public StructValue parse(ModuleInput input) {
        return new StructValue(TABLE, clock);
    }
}
