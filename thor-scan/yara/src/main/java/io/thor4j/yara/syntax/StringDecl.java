package io.thor4j.yara.syntax;

import io.thor4j.yara.pattern.PatternSpec;

/**
 * One entry of a rule's {@code strings:} section. The body of a hex string or regex is not yet parsed; an offset in it counts from
 * {@code bodyPosition}.
 *
 * @param position where its identifier stands
 * @param identifier its name with the dollar sign; {@code $} when anonymous
 * @param spec what to search
 * @param bodyPosition where the body begins (behind the quote, the slash or the brace)
 */
public record StringDecl(Position position, String identifier, PatternSpec spec, Position bodyPosition) {}
