package io.thor4j.scan.ioc;

import io.thor4j.core.ioc.IocPattern;
import io.thor4j.yara.pattern.PatternException;

/** Compiles patterns while a file is read, so that a bad one is named by its line. For one thread. */
final class PatternCheck {
    private final DiagnosticLog log;

    PatternCheck(DiagnosticLog log) {
        this.log = log;
    }

    /**
     * Tells whether a pattern compiles; says what is wrong when it does not.
     *
     * @param pattern the pattern
     * @param path whether it is one over paths
     * @param line where it stands
     * @param column where in the line it begins, from 1
     */
    boolean check(IocPattern pattern, boolean path, int line, int column) {
        if (pattern.match() != IocPattern.Match.REGEX) {
            return true;
        }
        try {
            CompiledPattern.compile(pattern, path);
            return true;
        } catch (PatternException e) {
            log.error(line, column + e.offset(), "bad regex: " + e.getMessage(), e.hint());
            return false;
        }
    }
}
