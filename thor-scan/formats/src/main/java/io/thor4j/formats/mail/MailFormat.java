package io.thor4j.formats.mail;

import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.Container;
import io.thor4j.formats.container.ContainerFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Mails as they are sent (RFC 5322, MIME): their attachments and encoded bodies. Stateless, may be shared by threads. */
public final class MailFormat implements ContainerFormat {
    /** Header fields that make a text a mail; ours: two of them must be there. */
    private static final Set<String> FIELDS = Set.of(
            "from",
            "to",
            "subject",
            "date",
            "received",
            "message-id",
            "return-path",
            "mime-version",
            "delivered-to",
            "content-type",
            "reply-to",
            "cc",
            "sender");

    private static final int NEEDED = 2;

    /** Bytes of a header that are looked at to recognise a mail, and the longest name of a field. */
    private static final int LOOKED_AT = 64 << 10;

    private static final int MAX_FIELD = 100;

    @Override
    public String key() {
        return "mail";
    }

    @Override
    public boolean accepts(Bytes content) {
        /* Every file is asked about: most are told off by their first bytes. */
        if (colon(content, begin(content)) < 0) {
            return false;
        }
        int found = 0;
        int end = Math.min(content.length(), LOOKED_AT);
        for (int at = begin(content); at < end; ) {
            if (content.matches(at, "\n") || content.matches(at, "\r")) {
                return false;
            }
            if (!content.matches(at, " ") && !content.matches(at, "\t")) {
                int colon = colon(content, at);
                if (colon < 0) {
                    return false;
                }
                String name = content.clipped(at, colon - (long) at).text(StandardCharsets.ISO_8859_1);
                found += FIELDS.contains(name.toLowerCase(Locale.ROOT)) ? 1 : 0;
                if (found == NEEDED) {
                    return true;
                }
            }
            int line = content.indexOf("\n", at, end);
            at = line < 0 ? end : line + 1;
        }
        return false;
    }

    /** Returns where the header begins: behind a byte order mark, and behind the line that mailboxes put before a mail. */
    static int begin(Bytes content) {
        int at = content.matches(0, "\u00EF\u00BB\u00BF") ? 3 : 0;
        if (content.matches(at, "From ")) {
            int line = content.indexOf("\n", at, content.length());
            return line < 0 ? content.length() : line + 1;
        }
        return at;
    }

    /* The colon after a field's name that begins here, -1 when there is none (RFC 5322, 2.2). */
    private static int colon(Bytes content, int at) {
        int end = Math.min(content.length(), at + MAX_FIELD);
        int colon = content.indexOf(":", at, end);
        for (int i = at; i < colon; i++) {
            int c = content.at(i);
            if (c <= ' ' || c >= 127) {
                return -1;
            }
        }
        return colon == at ? -1 : colon;
    }

    @Override
    public void extract(Container container) throws IOException {
        new MailReader(container).read();
    }
}
