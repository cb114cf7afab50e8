package io.thor4j.yara;

import io.thor4j.core.spi.YaraCompilation;
import io.thor4j.core.spi.YaraEngineRules;
import io.thor4j.core.spi.YaraEngineScanner;
import io.thor4j.core.spi.YaraRuleInfo;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** A compiled rule set of this module as an engine's rules. Immutable; threads may share it. */
final class ThorEngineRules implements YaraEngineRules {
    private final YaraRules rules;
    private final YaraCompilation compilation;

    /** By identity: every match of a scan hands out the set's own rule objects. */
    private final IdentityHashMap<YaraRule, YaraRuleInfo> infos = new IdentityHashMap<>();

    ThorEngineRules(YaraRules rules) {
        this.rules = rules;
        List<YaraRuleInfo> all = new ArrayList<>();
        for (YaraRule rule : rules.rules()) {
            YaraRuleInfo info = info(rule);
            infos.put(rule, info);
            all.add(info);
        }
        this.compilation = new YaraCompilation(
                ThorYaraEngine.ID,
                all,
                rules.leftOut().stream()
                        .map(left -> new YaraCompilation.LeftOut(left.namespace(), left.name(), left.reason()))
                        .toList(),
                rules.diagnostics().stream().map(ThorEngineRules::diagnostic).toList(),
                rules.externals());
    }

    private static YaraRuleInfo info(YaraRule rule) {
        return new YaraRuleInfo(
                rule.namespace(),
                rule.name(),
                rule.tags(),
                rule.meta().stream()
                        .map(meta -> new YaraRuleInfo.Meta(meta.key(), meta.value()))
                        .toList(),
                rule.isPrivate(),
                rule.isGlobal());
    }

    private static YaraCompilation.Diagnostic diagnostic(Diagnostic diagnostic) {
        return new YaraCompilation.Diagnostic(
                diagnostic.severity() == Diagnostic.Severity.ERROR,
                diagnostic.source(),
                diagnostic.line(),
                diagnostic.column(),
                diagnostic.rule(),
                diagnostic.message() + (diagnostic.hint() == null ? "" : " (" + diagnostic.hint() + ")"));
    }

    @Override
    public YaraCompilation compilation() {
        return compilation;
    }

    @Override
    public YaraEngineScanner scanner() {
        return new ThorEngineScanner(rules.scanner(), this);
    }

    /** Returns what the interface calls a rule of this set. */
    YaraRuleInfo info(RuleMatch match) {
        YaraRuleInfo info = infos.get(match.rule());
        return info == null ? info(match.rule()) : info;
    }

    @Override
    public String toString() {
        return rules.toString();
    }
}
