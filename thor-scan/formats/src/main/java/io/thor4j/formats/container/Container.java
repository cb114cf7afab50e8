package io.thor4j.formats.container;

import io.thor4j.core.Budget;
import io.thor4j.core.Content;
import io.thor4j.core.Element;
import io.thor4j.core.FileMetadata;
import io.thor4j.core.Limit;
import io.thor4j.core.spi.ChildSink;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One container while it is read: its bytes, and where its members go. For one thread. */
public final class Container {
    /** Longest member name that is kept, in characters; ours, as long as the longest path of any file system. */
    private static final int MAX_NAME = 32_767;

    /** Names that are remembered to find double ones; ours. */
    private static final int MAX_NAMES = 20_000;

    private final Element element;
    private final ChildSink children;
    private final List<String> passwords;
    private final Bytes bytes;
    private final Set<String> names = new HashSet<>();
    private boolean full;

    /**
     * Makes the container.
     *
     * @param element the element, with its whole content
     * @param children takes the members
     * @param passwords to try on what is encrypted
     */
    public Container(Element element, ChildSink children, List<String> passwords) {
        this.element = element;
        this.children = children;
        this.passwords = List.copyOf(passwords);
        Content content = element.content();
        this.bytes = new Bytes(content.array(), 0, content.length());
    }

    /** Returns the content. */
    public Bytes bytes() {
        return bytes;
    }

    /** Returns the container's own name without its folders. */
    public String fileName() {
        return element.name().fileName();
    }

    /** Returns the passwords to try, the likeliest first. */
    public List<String> passwords() {
        return passwords;
    }

    /** Returns the bytes of memory that unpacking one member may take, beyond its content. */
    public long memory() {
        return budget().limits().cap(Limit.UNPACK_MEMORY);
    }

    /** Returns the bytes of a member that are read at most. */
    public long contentLimit() {
        return element.settings().contentLimit();
    }

    /** Returns the budget of the container. */
    public Budget budget() {
        return children.budget();
    }

    /** Names why the container is not read in full. */
    public void incomplete(Shortfall shortfall) {
        budget().refuse(shortfall.key());
    }

    /** Tells whether the budget is used up: nothing further is taken. */
    public boolean isFull() {
        return full || !budget().timeLeft();
    }

    /**
     * Notes that a name occurs; a name that occurs twice makes the container incomplete.
     *
     * @param name the member's name
     */
    public void once(String name) {
        if (names.size() < MAX_NAMES && !names.add(name)) {
            incomplete(Shortfall.DUPLICATE);
        }
    }

    /**
     * Hands a member over. It is read here, up to the size limit; what comes after that stays in the stream.
     *
     * @param name the name inside, parts separated by a slash
     * @param label how it was unpacked, such as {@code ZIP}
     * @param data its bytes; what goes wrong in reading them makes the member unreadable and this container damaged
     * @param size the size that the container states, negative when it states none: it is compared with what comes
     * @param modified last change, null when unknown
     * @return false when nothing further is taken
     */
    public boolean member(String name, String label, InputStream data, long size, @Nullable Instant modified) {
        if (full) {
            return false;
        }
        if (Names.isUnsafe(name)) {
            incomplete(Shortfall.NAME);
        }
        String shown = name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
        MemberStream stream = new MemberStream(data);
        if (!children.member(shown, label, stream, metadata(size, modified))) {
            full = true;
        }
        Shortfall failure = stream.failure();
        if (failure != null) {
            incomplete(failure);
        } else if (size >= 0 && (stream.isEnded() ? stream.count() != size : stream.count() > size)) {
            incomplete(Shortfall.DECLARED_SIZE);
        }
        return !full;
    }

    private static FileMetadata metadata(long size, @Nullable Instant modified) {
        return new FileMetadata(
                FileMetadata.Kind.REGULAR,
                Math.max(0, size),
                FileMetadata.Kind.REGULAR.modeBits(),
                modified,
                null,
                null,
                null,
                null,
                null);
    }

    /**
     * Reads what is left of a member, which later ones need to be unpacked. It is spent from the budget.
     *
     * @param data the rest of the member
     * @return false when the budget is used up
     * @throws IOException when it cannot be read
     */
    public boolean skipRest(InputStream data) throws IOException {
        byte[] step = new byte[64 << 10];
        while (!isFull()) {
            int read = data.read(step);
            if (read < 0) {
                return true;
            }
            if (budget().spendBytes(read) != null) {
                full = true;
            }
        }
        return false;
    }
}
