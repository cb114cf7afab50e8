package io.thor4j.thunderstorm.server.upload;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the headers of a part say that matters here. Immutable.
 *
 * @param field the form field, null when it has none
 * @param fileName the file's name as the client sent it, null when the part is no file
 */
record PartHeaders(@Nullable String field, @Nullable String fileName) {
    private static final String DISPOSITION = "content-disposition";
    private static final String CHARSET = "utf-8''";

    /** Reads headers: lines end with CRLF only, a bare LF is data (thunderstorm.md section 4, rule 4). */
    static PartHeaders of(byte[] bytes, int length) {
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        for (String line : text.split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0
                    && line.substring(0, colon).strip().toLowerCase(Locale.ROOT).equals(DISPOSITION)) {
                int semicolon = line.indexOf(';', colon);
                HeaderParameters parameters = HeaderParameters.of(semicolon < 0 ? "" : line.substring(semicolon));
                String name = parameters.get("filename");
                return new PartHeaders(
                        parameters.get("name"), name == null ? extended(parameters.get("filename*")) : name);
            }
        }
        return new PartHeaders(null, null);
    }

    /* RFC 5987, which old versions of Python's urllib3 use for names outside ASCII. */
    private static @Nullable String extended(@Nullable String value) {
        if (value == null || !value.toLowerCase(Locale.ROOT).startsWith(CHARSET)) {
            return value;
        }
        String encoded = value.substring(CHARSET.length());
        byte[] plain = new byte[encoded.length() * 3];
        int length = 0;
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%' && i + 2 < encoded.length()) {
                int high = Character.digit(encoded.charAt(i + 1), 16);
                int low = Character.digit(encoded.charAt(i + 2), 16);
                if (high >= 0 && low >= 0) {
                    plain[length++] = (byte) (high << 4 | low);
                    i += 2;
                    continue;
                }
            }
            for (byte b : String.valueOf(c).getBytes(StandardCharsets.UTF_8)) {
                plain[length++] = b;
            }
        }
        return new String(plain, 0, length, StandardCharsets.UTF_8);
    }
}
