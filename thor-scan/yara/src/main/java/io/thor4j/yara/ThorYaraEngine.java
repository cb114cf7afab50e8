package io.thor4j.yara;

import io.thor4j.core.spi.YaraEngineProvider;
import io.thor4j.core.spi.YaraEngineRules;
import io.thor4j.core.spi.YaraSources;
import java.util.Map;

/** This module's engine behind the interface that all YARA engines of thor have. Stateless. */
public final class ThorYaraEngine implements YaraEngineProvider {
    /** The engine's id. */
    public static final String ID = "thor";

    /** Makes the engine; {@code ServiceLoader} does. */
    public ThorYaraEngine() {}

    @Override
    public String id() {
        return ID;
    }

    @Override
    public YaraEngineRules compile(YaraSources sources) {
        YaraRules.Builder builder = YaraRules.builder();
        for (Map.Entry<String, Object> external : sources.externals().entrySet()) {
            define(builder, external.getKey(), external.getValue());
        }
        for (YaraSources.Source source : sources.sources()) {
            builder.source(source.namespace(), source.name(), source.text(), source.includesFiles());
        }
        return of(builder.build());
    }

    private static void define(YaraRules.Builder builder, String name, Object value) {
        if (value instanceof Long number) {
            builder.define(name, number.longValue());
        } else if (value instanceof Double number) {
            builder.define(name, number.doubleValue());
        } else if (value instanceof Boolean truth) {
            builder.define(name, truth.booleanValue());
        } else {
            builder.define(name, (String) value);
        }
    }

    /**
     * Puts rules that this module compiled or loaded behind the interface.
     *
     * @param rules the rules
     */
    public static YaraEngineRules of(YaraRules rules) {
        return new ThorEngineRules(rules);
    }
}
