package io.thor4j.core;

import org.jspecify.annotations.Nullable;

/**
 * The root of every error that thor throws on purpose. Each subtype stands for one reaction of a caller: repair the rule, drop the input,
 * raise the limit, see to the licence, try the remote side again. {@link IllegalArgumentException} is thrown instead only for a caller's
 * own mistake.
 *
 * <p>Instances are immutable and may be shared by threads.
 */
public abstract class ThorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final @Nullable String position;
    private final @Nullable String hint;

    /**
     * Makes the error.
     *
     * @param reason what is wrong, one sentence without the position
     * @param position where it is wrong ({@code file:line:column}, a path, an offset), null when there is no place
     * @param hint what a person can do about it, null when nothing is known
     * @param cause the underlying error, null when there is none
     */
    protected ThorException(
            String reason, @Nullable String position, @Nullable String hint, @Nullable Throwable cause) {
        super(text(reason, position, hint), cause);
        this.reason = reason;
        this.position = position;
        this.hint = hint;
    }

    private static String text(String reason, @Nullable String position, @Nullable String hint) {
        return (position == null ? "" : position + ": ") + reason + (hint == null ? "" : " (" + hint + ")");
    }

    /** Returns what is wrong, without position and hint. */
    public final String reason() {
        return reason;
    }

    /** Returns where it is wrong, null when there is no place to name. */
    public final @Nullable String position() {
        return position;
    }

    /** Returns what a person can do about it, null when nothing is known. */
    public final @Nullable String hint() {
        return hint;
    }
}
