package io.thor4j.scan;

import io.thor4j.core.Element;
import io.thor4j.core.Limit;
import io.thor4j.core.Origin;
import io.thor4j.core.ThorLimits;
import io.thor4j.core.spi.DetectionContext;
import io.thor4j.core.spi.Detector;
import io.thor4j.core.spi.YaraEngineProvider;
import io.thor4j.core.spi.YaraRuleType;
import io.thor4j.core.spi.YaraSources;
import io.thor4j.scan.plugin.HookSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules that plugins brought, all of one type in one set, each plugin's in a namespace of its own. Immutable, may be shared by threads.
 *
 * @param type what they are applied to
 * @param rules the rules
 */
record TypedRules(YaraRuleType type, RuleSet rules) {
    /** Compiles the rules of all plugins; what does not compile is left out and named in the sets. */
    static List<TypedRules> of(HookSet hooks, YaraEngineProvider engine) {
        List<TypedRules> all = new ArrayList<>();
        for (YaraRuleType type : YaraRuleType.values()) {
            List<YaraSources.Source> sources = new ArrayList<>();
            Set<String> plugins = new LinkedHashSet<>();
            for (HookSet.Rules rules : hooks.rules()) {
                if (rules.type() == type) {
                    String plugin = rules.plugin().id();
                    plugins.add(plugin);
                    sources.add(new YaraSources.Source(
                            plugin,
                            type.text() + " rules of plugin " + plugin,
                            rules.source().getBytes(StandardCharsets.UTF_8),
                            false));
                }
            }
            if (!sources.isEmpty()) {
                String name = type.text() + " rules of plugins " + String.join(", ", plugins);
                all.add(new TypedRules(
                        type, RuleSet.of(RuleFolder.compile(name, sources, engine, Map.of()), Origin.EXTERNAL)));
            }
        }
        return all;
    }

    /** Shows a detector only what its rules are for. */
    Detector detector(Detector detector, ThorLimits limits) {
        int head = (int) Math.min(limits.cap(Limit.META_BYTES), Element.MAX_HEAD);
        return new Detector() {
            @Override
            public void detect(Element element, DetectionContext context) {
                if (appliesTo(element.type())) {
                    detector.detect(type == YaraRuleType.META ? element.headOnly(head) : element, context);
                }
            }

            @Override
            public void close() {
                detector.close();
            }
        };
    }

    private boolean appliesTo(String elementType) {
        boolean file = elementType.equals("file");
        return switch (type) {
            /* A file that is too large to be read at once is seen by them window by window. */
            case GENERIC -> file || elementType.equals("file chunk");
            case META -> file;
            case KEYWORD -> !file;
            case LOG -> elementType.equals("log line") || elementType.equals("eventlog entry");
            case REGISTRY -> elementType.startsWith("registry ");
            case PROCESS -> elementType.equals("process");
        };
    }
}
