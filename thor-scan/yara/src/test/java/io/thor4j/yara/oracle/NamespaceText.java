package io.thor4j.yara.oracle;

import java.util.List;

/** The source text of a namespace. */
final class NamespaceText {
    private NamespaceText() {}

    static String of(List<RuleMaker.Rule> rules) {
        StringBuilder out = new StringBuilder("import \"math\"\nimport \"hash\"\n");
        rules.forEach(rule -> out.append(rule.text()));
        return out.toString();
    }
}
