package io.thor4j.formats.container;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Reads names that stand in containers. Stateless. */
public final class Names {
    /** What old archivers on DOS write; Latin-1 on a JVM that does not know it. */
    private static final Charset DOS =
            Charset.isSupported("IBM437") ? Charset.forName("IBM437") : StandardCharsets.ISO_8859_1;

    private Names() {}

    /**
     * Decodes a name whose encoding is not stated.
     *
     * @param bytes the name
     * @return its text: UTF-8 when it is valid, else code page 437
     */
    public static String decode(Bytes bytes) {
        byte[] name = bytes.copy();
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(name, DOS);
        }
    }

    /**
     * Tells whether unpacking to this name would reach out of the target folder, or cut the name at a NUL.
     *
     * @param name the name, parts separated by either slash
     */
    static boolean isUnsafe(String name) {
        String path = name.replace('\\', '/');
        return path.startsWith("/")
                || path.indexOf('\0') >= 0
                || (path.length() > 1 && path.charAt(1) == ':' && Character.isLetter(path.charAt(0)))
                || path.equals("..")
                || path.startsWith("../")
                || path.endsWith("/..")
                || path.contains("/../");
    }

    /** Returns the last part of a name, with parts separated by either slash. */
    public static String last(String name) {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }
}
