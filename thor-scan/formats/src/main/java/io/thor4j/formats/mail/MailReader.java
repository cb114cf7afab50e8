package io.thor4j.formats.mail;

import io.thor4j.core.Limit;
import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.Container;
import io.thor4j.formats.container.Shortfall;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Reads one mail. For one thread. */
final class MailReader {
    /*
     * All parts are members of the mail itself, however multiparts are nested. A body without a name that is not encoded is no member: it is
     * scanned as it stands in the mail.
     */
    private static final String LABEL = "EMAIL";

    /** Multiparts in multiparts; ours: mailers nest them four deep. */
    private static final int MAX_NESTING = 50;

    private static final int MAX_NAMES = 10_000;

    private final Container container;
    private final Bytes mail;
    private final Set<String> names = new HashSet<>();
    private int parts;

    MailReader(Container container) {
        this.container = container;
        this.mail = container.bytes();
    }

    void read() {
        part(MailFormat.begin(mail), mail.length(), 0);
    }

    private void part(int from, int to, int nesting) {
        if (container.isFull()) {
            return;
        } else if (nesting > MAX_NESTING) {
            container.budget().refuse(Limit.MAX_DEPTH.key());
            return;
        }
        MailHeader header = MailHeader.read(mail.clipped(0, to), from);
        MailParameters type = new MailParameters(header.get("content-type"));
        String boundary = type.get("boundary");
        int body = Math.min(header.end(), to);
        if (type.value().startsWith("multipart/") && !boundary.isEmpty()) {
            multipart("--" + boundary, body, to, nesting);
        } else {
            leaf(header, type, mail.clipped(body, to - (long) body));
        }
    }

    /* RFC 2046, 5.1.1: parts begin and end at lines of two hyphens and the boundary. A missing last line is borne with. */
    private void multipart(String delimiter, int from, int to, int nesting) {
        int begin = -1;
        for (int at = delimiter(delimiter, from, to); at >= 0; at = delimiter(delimiter, at + 1, to)) {
            if (begin >= 0) {
                part(begin, Math.max(begin, withoutLineEnd(at)), nesting + 1);
            }
            int after = at + delimiter.length();
            if (mail.matches(after, "--")) {
                return;
            }
            begin = nextLine(after, to);
            if (container.isFull()) {
                return;
            }
        }
        if (begin >= 0 && begin < to) {
            part(begin, to, nesting + 1);
        }
    }

    /* Only beginnings of lines are compared: that takes no longer than to find the lines, whatever the boundary. */
    private int delimiter(String delimiter, int from, int to) {
        int at = from == 0 || mail.at(from - 1) == '\n' ? from : nextLine(from, to);
        while (at < to) {
            if (mail.matches(at, delimiter)) {
                return at;
            }
            at = nextLine(at, to);
        }
        return -1;
    }

    /* The line's end before a delimiter belongs to the delimiter. */
    private int withoutLineEnd(int at) {
        int end = at > 0 && mail.at(at - 1) == '\n' ? at - 1 : at;
        return end < at && end > 0 && mail.at(end - 1) == '\r' ? end - 1 : end;
    }

    private int nextLine(int from, int to) {
        int newline = mail.indexOf("\n", from, to);
        return newline < 0 ? to : newline + 1;
    }

    private void leaf(MailHeader header, MailParameters type, Bytes body) {
        parts++;
        String disposed = new MailParameters(header.get("content-disposition")).get("filename");
        String name = disposed.isEmpty() ? type.get("name") : disposed;
        String encoding =
                header.get("content-transfer-encoding").toLowerCase(Locale.ROOT).strip();
        boolean plain = switch (encoding) {
            case "", "7bit", "8bit", "binary" -> true;
            default -> false;
        };
        boolean text = type.value().isEmpty() || type.value().startsWith("text/");
        if (plain && name.isEmpty() && text) {
            return;
        }
        InputStream data = switch (encoding) {
            case "base64" -> new Base64Input(body);
            case "quoted-printable" -> new QuotedPrintableInput(body);
            default -> {
                if (!plain) {
                    container.incomplete(Shortfall.METHOD);
                }
                yield body.stream();
            }
        };
        container.member(unique(name.isEmpty() ? unnamed(type.value()) : name), LABEL, data, -1, null);
    }

    private String unnamed(String type) {
        String extension = switch (type) {
            case "", "text/plain" -> ".txt";
            case "text/html" -> ".html";
            case "message/rfc822" -> ".eml";
            default -> ".bin";
        };
        return "part-" + parts + extension;
    }

    /* Two attachments of one name are nothing odd in a mail; they are told apart by the number of their part. */
    private String unique(String name) {
        if (names.size() < MAX_NAMES && !names.add(name)) {
            return name + " (part " + parts + ")";
        }
        return name;
    }
}
