package io.thor4j.scan.ioc;

import io.thor4j.core.Origin;
import io.thor4j.core.Signature;
import io.thor4j.core.ioc.IocKind;
import io.thor4j.core.ioc.IocNote;

/**
 * An indicator that a value matched. Immutable.
 *
 * @param kind what was compared
 * @param value the indicator as its author wrote it, in the form that is kept: hosts and hashes in lower case
 * @param note score, description, source
 * @param matched what matched: the part of the value, or the value
 * @param offset where in the value that part begins, in bytes of UTF-8
 */
public record IocMatch(IocKind kind, String value, IocNote note, String matched, long offset) {
    /** Returns the line for people: {@code Filename IOC \\x.txt}. */
    public String summary() {
        return kind.signatureKind().text() + " " + value;
    }

    /**
     * Returns the signature for a report.
     *
     * @param origin who supplied the indicators
     */
    public Signature signature(Origin origin) {
        return Signature.builder(kind.signatureKind(), origin, note.score())
                .description(note.description())
                .build();
    }
}
