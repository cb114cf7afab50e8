package io.thor4j.yara.syntax;

/**
 * A place in rule text.
 *
 * @param source the source's name
 * @param line line, from 1
 * @param column column in bytes, from 1
 */
public record Position(String source, int line, int column) {
    @Override
    public String toString() {
        return source + ":" + line + ":" + column;
    }
}
