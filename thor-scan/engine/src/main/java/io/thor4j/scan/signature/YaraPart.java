package io.thor4j.scan.signature;

import io.thor4j.core.spi.YaraEngineRules;
import io.thor4j.core.spi.YaraRuleType;
import io.thor4j.scan.RuleSetInfo;

/**
 * The YARA rules of one type in a signature set. Immutable, may be shared by threads.
 *
 * @param type what they look at
 * @param rules the rules
 * @param info where they come from
 */
public record YaraPart(YaraRuleType type, YaraEngineRules rules, RuleSetInfo info) {}
