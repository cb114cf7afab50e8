package io.thor4j.scan;

import io.thor4j.core.Signature;
import io.thor4j.core.spi.YaraRuleType;

/**
 * A YARA rule that a scanner uses. Immutable.
 *
 * @param type what it is applied to
 * @param signature what a match of it reports
 */
public record LoadedRule(YaraRuleType type, Signature signature) {}
