package io.thor4j.scan.output.html;

import io.thor4j.core.text.LineEscaper;

/** Writes HTML: tags as they are, everything that came from outside through {@link #text}. For one thread. */
final class Html {
    private final StringBuilder out = new StringBuilder(1024);

    /** Appends markup of ours. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /**
     * Appends a text so that it is nothing but that, in an element and in a quoted attribute: markup characters become references, and controls
     * are shown as in the text log.
     */
    Html text(String text) {
        String safe = LineEscaper.escape(text);
        for (int i = 0; i < safe.length(); i++) {
            char c = safe.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '`' -> out.append("&#96;");
                default -> out.append(c);
            }
        }
        return this;
    }

    /** Appends an element that isolates the text's own reading direction. */
    Html isolated(String text) {
        return raw("<bdi>").text(text).raw("</bdi>");
    }

    int length() {
        return out.length();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
