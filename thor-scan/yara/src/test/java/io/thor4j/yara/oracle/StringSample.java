package io.thor4j.yara.oracle;

import java.util.List;

/**
 * A made string of a rule.
 *
 * @param body what stands behind the equals sign, modifiers too
 * @param samples byte sequences that it should find, as Latin-1 text
 */
record StringSample(String body, List<String> samples) {}
