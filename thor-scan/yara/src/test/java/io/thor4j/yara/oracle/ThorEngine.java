package io.thor4j.yara.oracle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.thor4j.yara.RuleMatch;
import io.thor4j.yara.ScanResult;
import io.thor4j.yara.StringMatch;
import io.thor4j.yara.YaraRules;
import io.thor4j.yara.YaraScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** This engine with the settings of {@link YaraCommand}. */
final class ThorEngine {
    private ThorEngine() {}

    static YaraRules compile(List<String> namespaces) {
        YaraRules.Builder builder = YaraRules.builder()
                .define("xi", 7)
                .define("xz", 1)
                .define("xb", true)
                .define("xf", 2.5)
                .define("xt", "aBc1 a_b");
        for (int i = 0; i < namespaces.size(); i++) {
            builder.source("n" + i, "n" + i + ".yar", namespaces.get(i).getBytes(ISO_8859_1));
        }
        return builder.build();
    }

    /** Scans a file; the result is as {@link YaraCommand.Answer#matches} has it for one file. */
    static Map<String, List<String>> scan(YaraScanner scanner, byte[] data) {
        ScanResult result = scanner.scan(data);
        if (!result.complete()) {
            throw new AssertionError("incomplete: " + result.limits());
        }
        Map<String, List<String>> rules = new TreeMap<>();
        for (RuleMatch match : result.matches()) {
            List<String> strings = new ArrayList<>();
            for (StringMatch string : match.strings()) {
                if (!string.isPrivate()) {
                    strings.add(string.offset() + ":" + string.length() + ":" + string.identifier());
                }
            }
            rules.put(match.rule().toString(), strings);
        }
        return rules;
    }
}
