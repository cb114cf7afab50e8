package io.thor4j.thunderstorm.server.upload;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the boundary out of an upload's Content-Type. Stateless. */
public final class ContentType {
    private static final String FORM = "multipart/form-data";

    /** RFC 2046 section 5.1.1 allows 70; some clients make longer ones. */
    private static final int MAX_BOUNDARY = 200;

    private ContentType() {}

    /**
     * Reads the boundary, a token or a quoted string (PowerShell quotes it; thunderstorm.md section 4).
     *
     * @param header the header's value, null when there is none
     * @return the boundary's bytes
     * @throws UploadException when it is no multipart form, or has no usable boundary
     */
    public static byte[] boundary(@Nullable String header) {
        String value = header == null ? "" : header.strip();
        int semicolon = value.indexOf(';');
        String type = semicolon < 0 ? value : value.substring(0, semicolon);
        if (!type.strip().toLowerCase(Locale.ROOT).equals(FORM)) {
            throw new UploadException(400, "no file: the request is not multipart/form-data");
        }
        String boundary = semicolon < 0
                ? null
                : HeaderParameters.of(value.substring(semicolon)).get("boundary");
        if (boundary == null || boundary.isEmpty() || boundary.length() > MAX_BOUNDARY) {
            throw new UploadException(400, "no file: the multipart boundary is missing or not usable");
        }
        return boundary.getBytes(StandardCharsets.ISO_8859_1);
    }
}
