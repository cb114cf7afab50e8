package io.thor4j.core.spi;

import io.thor4j.core.Budget;
import io.thor4j.core.Level;
import java.io.ByteArrayInputStream;
import java.util.Map;

/**
 * What a rule hook works with, valid during the call and on its thread only. {@link #report} adds a reason to the element's assessment,
 * {@link #member} has extracted data scanned as a file inside the element, {@link #record} as a record.
 *
 * <p>Children are scanned before the call returns. They spend from the budget of their parent, and below the deepest level that
 * {@link io.thor4j.core.Limit#MAX_DEPTH} allows none is taken.
 */
public interface HookContext extends DetectionContext, ChildSink {
    /**
     * Has named values scanned: as THOR's object {@code structured data from plugin}, with keyword rules and whatever else looks at the
     * fields of records. Rules see {@code NAME: VALUE} pairs, two blanks between them.
     *
     * @param data the values in their order
     * @return false when the budget is used up: nothing more will be taken
     */
    boolean structuredData(Map<String, String> data);

    /**
     * Writes a message to the scan's outputs. Each spends an entry and its bytes from the element's budget.
     *
     * @param level how loud
     * @param text what to say
     * @param fields ordered details
     * @return false when the budget is used up: the message is dropped
     */
    boolean log(Level level, String text, Map<String, String> fields);

    /**
     * Has bytes scanned as a file inside the element.
     *
     * @param name the name inside
     * @param content the bytes; copied, so that they may be changed afterwards
     * @param unpackLabel how they were unpacked; becomes the last part of {@code unpack_source}
     * @return false when the budget is used up: nothing more will be taken
     */
    default boolean scanFile(String name, byte[] content, String unpackLabel) {
        return member(name, unpackLabel, new ByteArrayInputStream(content), null);
    }

    /** Returns what the element may still cost; a hook that skips something for its sake calls {@link Budget#refuse}. */
    @Override
    Budget budget();
}
