package io.thor4j.scan.ioc;

import io.thor4j.core.Content;
import io.thor4j.yara.YaraRules;
import io.thor4j.yara.YaraScanner;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Computes import hashes, with the YARA engine's PE module. For one thread. */
final class ImportHash {
    private static final YaraRules RULES = YaraRules.builder()
            .source(YaraRules.DEFAULT_NAMESPACE, "import hash", """
                    import "pe"
                    import "console"
                    rule import_hash { condition: pe.is_pe and console.log(pe.imphash()) }
                    """)
            .build();

    private final YaraScanner scanner = RULES.scanner();

    /** Returns the import hash in lower-case hex, null when the content is no PE file or imports nothing. */
    @Nullable
    String of(Content content) {
        if (content.length() < 2 || content.array()[0] != 'M' || content.array()[1] != 'Z') {
            return null;
        }
        List<String> lines = scanner.scan(content.array(), 0, content.length()).console();
        return lines.isEmpty() || lines.get(0).length() != 32 ? null : lines.get(0);
    }
}
