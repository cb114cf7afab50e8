package io.thor4j.scan.signature;

import io.thor4j.core.Origin;
import io.thor4j.core.spi.YaraEngineProvider;
import io.thor4j.yara.ThorYaraEngine;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * How signature files are read. Immutable.
 *
 * @param origin who supplied them, for reports
 * @param keys keys for encrypted files, tried in this order
 * @param engine compiles and runs YARA rules
 * @param externals external variables of YARA rules beside THOR's: {@link Long}, {@link Double}, {@link Boolean} or {@link String}
 * @param clock the time, to compare with that of files
 */
public record SignatureOptions(
        Origin origin, List<SignatureKey> keys, YaraEngineProvider engine, Map<String, Object> externals, Clock clock) {
    /** Custom signatures, no key, thor's own YARA engine. */
    public static final SignatureOptions DEFAULT =
            new SignatureOptions(Origin.CUSTOM, List.of(), new ThorYaraEngine(), Map.of(), Clock.systemUTC());

    /** Makes the options; list and map are copied. */
    public SignatureOptions {
        keys = List.copyOf(keys);
        externals = Map.copyOf(externals);
    }

    /**
     * Returns options with keys.
     *
     * @param value the keys
     */
    public SignatureOptions withKeys(List<SignatureKey> value) {
        return new SignatureOptions(origin, value, engine, externals, clock);
    }

    /**
     * Returns options with another YARA engine and more variables.
     *
     * @param value the engine
     * @param variables external variables beside THOR's
     */
    public SignatureOptions withYara(YaraEngineProvider value, Map<String, Object> variables) {
        return new SignatureOptions(origin, keys, value, variables, clock);
    }
}
