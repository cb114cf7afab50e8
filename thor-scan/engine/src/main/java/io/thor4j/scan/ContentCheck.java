package io.thor4j.scan;

import io.thor4j.core.Content;
import io.thor4j.core.Element;
import io.thor4j.core.FileMetadata;
import io.thor4j.core.Limit;
import org.jspecify.annotations.Nullable;

/**
 * Whether an element's content can be scanned. A file above the size limit is not read for that: it ends as incomplete on its stated size.
 *
 * @param limit why it is not there in full: a limit's name or what happened to the file; null when it is
 * @param failure why it cannot be read, null when it can
 */
record ContentCheck(@Nullable String limit, @Nullable String failure) {
    static final String SHRUNK = "file shrank while it was read";

    private static final ContentCheck WHOLE = new ContentCheck(null, null);

    /** Reads the content unless its stated size is above the limit. */
    static ContentCheck of(Element element) {
        if (isTooLarge(element)) {
            return new ContentCheck(Limit.MAX_FILE_SIZE.key(), null);
        }
        Content content = element.content();
        String detail = content.detail();
        return switch (content.state()) {
            case COMPLETE, GROWN -> WHOLE;
            case TRUNCATED -> new ContentCheck(detail == null ? Limit.MAX_FILE_SIZE.key() : detail, null);
            case SHRUNK -> new ContentCheck(SHRUNK, null);
            case UNREADABLE, RELEASED -> new ContentCheck(null, detail == null ? "not readable" : detail);
        };
    }

    /** Tells whether there is content to scan: all of it, or what was left of a file that shrank or failed in the middle. */
    static boolean isScannable(Element element) {
        if (isTooLarge(element)) {
            return false;
        }
        Content content = element.content();
        return switch (content.state()) {
            case COMPLETE, GROWN, SHRUNK -> true;
            case UNREADABLE -> content.length() > 0;
            case TRUNCATED, RELEASED -> false;
        };
    }

    private static boolean isTooLarge(Element element) {
        FileMetadata metadata = element.path() == null ? null : element.metadata();
        return metadata != null
                && metadata.kind() == FileMetadata.Kind.REGULAR
                && metadata.size() > element.settings().contentLimit();
    }
}
