package io.thor4j.scan.ioc;

import io.thor4j.core.ioc.Ioc;
import io.thor4j.core.ioc.IocKind;
import io.thor4j.core.ioc.IocPattern;
import io.thor4j.yara.pattern.PatternException;
import io.thor4j.yara.pattern.TextRegex;
import java.util.ArrayList;
import java.util.List;

/**
 * An indicator's patterns, ready to be searched. Immutable, may be shared by threads.
 *
 * @param ioc the indicator
 * @param regex its pattern
 * @param exceptions its false positives
 */
record CompiledPattern(Ioc ioc, TextRegex regex, List<TextRegex> exceptions) {
    static CompiledPattern of(Ioc ioc) throws PatternException {
        boolean path = ioc.kind() == IocKind.FILENAME;
        List<TextRegex> exceptions = new ArrayList<>();
        for (IocPattern pattern : ioc.falsePositives()) {
            exceptions.add(compile(pattern, path));
        }
        return new CompiledPattern(ioc, compile(ioc.pattern(), path), List.copyOf(exceptions));
    }

    /** Compiles a pattern; {@code (?i)} anywhere holds for all of it (thor-scanner.md section 2.2). */
    static TextRegex compile(IocPattern pattern, boolean path) throws PatternException {
        boolean nocase = !pattern.caseSensitive();
        return switch (pattern.match()) {
            case REGEX ->
                TextRegex.compile(pattern.text(), nocase || pattern.text().contains("(?i)"), path);
            case CONTAINS -> TextRegex.literal(pattern.text(), nocase, path, false);
            case EQUALS -> TextRegex.literal(pattern.text(), nocase, path, true);
        };
    }

    boolean holds(byte[] text) {
        return regex.found(text) && exceptions.stream().noneMatch(exception -> exception.found(text));
    }
}
