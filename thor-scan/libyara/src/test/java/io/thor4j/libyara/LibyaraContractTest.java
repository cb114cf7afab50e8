package io.thor4j.libyara;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.thor4j.core.YaraEngineException;
import io.thor4j.core.spi.YaraEngineProvider;
import io.thor4j.core.spi.YaraEngineRules;
import io.thor4j.core.spi.YaraSources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Needs a libyara: the package libyara9 on Debian 12, libyara10 later. */
@EnabledIf("isInstalled")
class LibyaraContractTest extends YaraEngineContract {
    static boolean isInstalled() {
        try {
            System.out.println("YARA engine contract with " + LibyaraEngine.describe());
            return true;
        } catch (YaraEngineException e) {
            System.out.println("SKIPPED LibyaraContractTest: " + e.getMessage());
            return false;
        }
    }

    @Override
    YaraEngineProvider engine() {
        return new LibyaraEngine();
    }

    @Test
    void closedRulesMakeNoScanner() {
        YaraEngineRules rules = engine().compile(YaraSources.builder()
                .add("n", "s", "rule r { condition: true }")
                .build());
        rules.close();
        assertThrows(IllegalStateException.class, rules::scanner);
    }
}
