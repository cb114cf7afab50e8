package io.thor4j.scan;

import io.thor4j.core.ThorException;

/** Output could not be written out in full when the sinks were closed. Immutable. */
public final class OutputException extends ThorException {
    private static final long serialVersionUID = 1L;

    OutputException(String reason) {
        super(reason, null, "check the disk space and rights of the outputs", null);
    }
}
