package io.thor4j.licensing.own;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a verifier says of a licence. Immutable, may be shared by threads.
 *
 * @param state how it is
 * @param reason why it is not plainly valid, one line; empty when it is
 * @param license its content, null when it could not be read or is not to be believed
 */
public record Verdict(State state, String reason, @Nullable License license) {
    /** How a licence can be. */
    public enum State {
        /** Good for this host today. */
        VALID,
        /** Expired, but within the time of grace: it still counts as valid. */
        GRACE,
        /** Its first day is still to come. */
        NOT_STARTED,
        /** Its last day, and the time of grace, are over. */
        EXPIRED,
        /** Bound to another host. */
        OTHER_HOST,
        /** Its type is not for this system. */
        OTHER_PLATFORM,
        /** For another product. */
        OTHER_PRODUCT,
        /** Taken back by its issuer, or issued with a key that was. */
        REVOKED,
        /** Issued with a key that nobody trusts here, or at a time when the key was not in use. */
        UNTRUSTED,
        /** This host's clock was set back. */
        CLOCK_SET_BACK,
        /** Altered, cut off, or no licence at all. */
        DAMAGED,
        /** THOR's own licence: encrypted for THOR, so that only THOR can judge it. */
        OPAQUE
    }

    /** Makes the verdict. */
    public Verdict {
        Objects.requireNonNull(state, "state");
        if (reason.isEmpty() != (state == State.VALID)) {
            throw new IllegalArgumentException("a valid licence needs no reason, every other one");
        }
    }

    /** Returns whether the licence may be used: {@link State#VALID} or {@link State#GRACE}. */
    public boolean valid() {
        return state == State.VALID || state == State.GRACE;
    }
}
