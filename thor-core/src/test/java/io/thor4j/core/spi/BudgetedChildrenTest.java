package io.thor4j.core.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Budget;
import io.thor4j.core.Content;
import io.thor4j.core.Element;
import io.thor4j.core.ElementSettings;
import io.thor4j.core.Limit;
import io.thor4j.core.MagicTypes;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.Target;
import io.thor4j.core.ThorLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BudgetedChildrenTest {
    private final AtomicLong clock = new AtomicLong();
    private final List<Element> children = new ArrayList<>();

    private BudgetedChildren sink(ThorLimits limits, long packedBytes) {
        Element container = Element.of(
                Target.of("/a.zip", new byte[0]),
                new ElementSettings(limits.cap(Limit.MAX_FILE_SIZE), MagicTypes.standard()));
        return new BudgetedChildren(container, Budget.root(limits, clock::get).child(packedBytes), children::add);
    }

    /** A stream of zeros that never ends. */
    private static InputStream bomb() {
        return new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                Arrays.fill(bytes, offset, offset + length, (byte) 0);
                return length;
            }
        };
    }

    @Test
    void membersAreHandedOverWithTheirBytes() {
        byte[] data = new byte[300_000];
        new Random(1).nextBytes(data);
        BudgetedChildren sink = sink(ThorLimits.DEFAULT, -1);
        assertTrue(sink.member("d/m.bin", "ZIP", new ByteArrayInputStream(data), null));
        Element member = children.get(0);
        assertEquals("/a.zip/d/m.bin", member.name().text());
        assertArrayEquals(
                data, Arrays.copyOf(member.content().array(), member.content().length()));
        assertTrue(member.content().isWhole());
        assertEquals(300_000, sink.budget().bytesSpent());
    }

    @Test
    void aBombEndsAtItsRatio() {
        BudgetedChildren sink = sink(ThorLimits.DEFAULT, 2_000);
        assertFalse(sink.member("bomb", "ZIP", bomb(), null));
        Content content = children.get(0).content();
        assertEquals(Content.State.TRUNCATED, content.state());
        assertEquals("max-ratio", content.detail());
        assertTrue(content.length() <= 2_000_000 && content.length() > 1_900_000);
        assertEquals(Set.of("max-ratio"), sink.budget().limitsHit());
    }

    @Test
    void aMemberOverTheFileSizeIsCutAndTheNextIsTaken() {
        ThorLimits limits = ThorLimits.builder().set(Limit.MAX_FILE_SIZE, 100).build();
        BudgetedChildren sink = sink(limits, -1);
        assertTrue(sink.member("big", "ZIP", bomb(), null));
        assertTrue(sink.member("fits", "ZIP", new ByteArrayInputStream(new byte[100]), null));
        assertEquals(100, children.get(0).content().length());
        assertEquals("max-file-size", children.get(0).content().detail());
        assertTrue(children.get(1).content().isWhole());
        assertEquals(Set.of("max-file-size"), sink.budget().limitsHit());
    }

    @Test
    void entriesAndTimeEndTheExtraction() {
        BudgetedChildren sink =
                sink(ThorLimits.builder().set(Limit.MAX_ENTRIES, 1).build(), -1);
        assertTrue(sink.record(ObservedObject.logLine(0, "a"), "a"));
        assertFalse(sink.record(ObservedObject.logLine(1, "b"), "b"));
        assertFalse(sink.member("m", "ZIP", new ByteArrayInputStream(new byte[1]), null));
        assertEquals(1, children.size());
        BudgetedChildren late = sink(ThorLimits.DEFAULT, -1);
        clock.addAndGet(TimeUnit.SECONDS.toNanos(900));
        assertFalse(late.record(ObservedObject.logLine(1, "b"), "b"));
        assertEquals(Set.of("max-element-seconds"), late.budget().limitsHit());
    }

    @Test
    void aBrokenMemberIsHandedOverAsUnreadableAndTheNextIsTaken() throws IOException {
        InputStream broken = InputStream.nullInputStream();
        broken.close();
        BudgetedChildren sink = sink(ThorLimits.DEFAULT, -1);
        assertTrue(sink.member("bad", "ZIP", broken, null));
        assertEquals(Content.State.UNREADABLE, children.get(0).content().state());
    }
}
