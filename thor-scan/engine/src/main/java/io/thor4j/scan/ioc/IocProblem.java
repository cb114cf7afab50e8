package io.thor4j.scan.ioc;

import io.thor4j.core.ioc.Ioc;

/**
 * An indicator of a set that the scanner cannot search, such as a regex that is malformed. Immutable.
 *
 * @param ioc the indicator
 * @param reason why, one line
 */
public record IocProblem(Ioc ioc, String reason) {
    /** Returns {@code source: kind value: reason}. */
    @Override
    public String toString() {
        String source = ioc.note().source();
        return (source == null ? "" : source + ": ") + ioc.kind().text() + " " + ioc.value() + ": " + reason;
    }
}
