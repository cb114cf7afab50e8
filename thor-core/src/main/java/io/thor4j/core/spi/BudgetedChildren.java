package io.thor4j.core.spi;

import io.thor4j.core.Budget;
import io.thor4j.core.Content;
import io.thor4j.core.Element;
import io.thor4j.core.FileMetadata;
import io.thor4j.core.Limit;
import io.thor4j.core.ObservedObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The {@link ChildSink} that every engine uses: reads members in steps, spends each step from the budget before the bytes are kept, and
 * hands each child over at once. For one thread.
 *
 * <p>A member that a limit cuts is still handed over, with its first bytes and a {@link Content} that names the limit.
 */
public final class BudgetedChildren implements ChildSink {
    private static final int STEP = 64 << 10;

    private final Element container;
    private final Budget budget;
    private final Consumer<Element> receiver;

    /**
     * Makes the sink of one container.
     *
     * @param container whose children are taken
     * @param budget the container's own budget, made with {@link Budget#child}
     * @param receiver gets each child, on the caller's thread
     */
    public BudgetedChildren(Element container, Budget budget, Consumer<Element> receiver) {
        this.container = container;
        this.budget = budget;
        this.receiver = receiver;
    }

    @Override
    public boolean member(String name, String unpackLabel, InputStream data, @Nullable FileMetadata metadata) {
        if (!budget.timeLeft() || !budget.spendEntry()) {
            return false;
        }
        Content content = read(data);
        receiver.accept(Element.member(container, name, unpackLabel, content, metadata));
        return content.state() != Content.State.TRUNCATED
                || Limit.MAX_FILE_SIZE.key().equals(content.detail());
    }

    @Override
    public boolean record(ObservedObject subject, String text) {
        if (!budget.timeLeft() || !budget.spendEntry() || budget.spendBytes(text.length()) != null) {
            return false;
        }
        receiver.accept(Element.record(container, subject, text));
        return true;
    }

    @Override
    public Budget budget() {
        return budget;
    }

    private Content read(InputStream data) {
        int cap = (int) Math.min(container.settings().contentLimit(), Integer.MAX_VALUE - 8);
        byte[] bytes = new byte[Math.min(STEP, cap)];
        int length = 0;
        try {
            while (true) {
                if (length == bytes.length) {
                    if (length == cap) {
                        return data.read() < 0
                                ? new Content(bytes, length, Content.State.COMPLETE, null)
                                : truncated(bytes, length, Limit.MAX_FILE_SIZE.key());
                    }
                    bytes = Arrays.copyOf(bytes, (int) Math.min(cap, length * 2L));
                }
                int read = data.read(bytes, length, Math.min(STEP, bytes.length - length));
                if (read < 0) {
                    return new Content(bytes, length, Content.State.COMPLETE, null);
                }
                String limit = spend(read);
                if (limit != null) {
                    return truncated(bytes, length, limit);
                }
                length += read;
            }
        } catch (IOException e) {
            return new Content(
                    bytes,
                    length,
                    Content.State.UNREADABLE,
                    "read error: " + e.getClass().getSimpleName());
        }
    }

    private Content truncated(byte[] bytes, int length, String limit) {
        budget.refuse(limit);
        return new Content(bytes, length, Content.State.TRUNCATED, limit);
    }

    private @Nullable String spend(int count) {
        if (!budget.timeLeft()) {
            return Limit.MAX_ELEMENT_SECONDS.key();
        }
        return budget.spendBytes(count);
    }
}
