package io.thor4j.scan.ioc;

import io.thor4j.core.ioc.IocNote;

/**
 * A STIX indicator. Immutable.
 *
 * @param name what reports call it: its name, or its id
 * @param id its id, such as {@code indicator--...}
 * @param pattern the pattern as it was written
 * @param expression the pattern, parsed
 * @param note score, description, source
 */
record StixIndicator(String name, String id, String pattern, StixExpression expression, IocNote note) {}
