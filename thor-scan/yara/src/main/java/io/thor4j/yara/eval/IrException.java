package io.thor4j.yara.eval;

/** A tree is not well formed. Checked: only a saved rule set can have such a tree, and its reader reports it as damaged. */
public final class IrException extends Exception {
    private static final long serialVersionUID = 1L;

    IrException(String message) {
        super(message);
    }

    /** Returns what is wrong. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
