package io.thor4j.thunderstorm.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** What is sent to be scanned: a name, a size, and bytes that are opened anew for each try. Immutable, may be shared by threads. */
public final class Sample {
    private final String name;
    private final long size;
    private final Opener opener;

    /** Opens bytes. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Opens the bytes at their begin.
         *
         * @return the stream; closed by the client
         * @throws IOException when they cannot be read
         */
        InputStream open() throws IOException;
    }

    /**
     * Makes a sample.
     *
     * @param name the name that the server reports
     * @param size how many bytes there are
     * @param opener opens them; called once for each try
     */
    public Sample(String name, long size, Opener opener) {
        this.name = Objects.requireNonNull(name, "name");
        this.size = size;
        this.opener = Objects.requireNonNull(opener, "opener");
        if (size < 0) {
            throw new IllegalArgumentException("size: " + size);
        }
    }

    /**
     * Makes a sample of a file as it is now, under its absolute path. What is appended later is not sent; a file that gets shorter is an
     * error.
     *
     * @param file the file
     * @throws IOException when its size cannot be read
     */
    public static Sample of(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        return new Sample(nameOf(absolute), Files.size(absolute), () -> Files.newInputStream(absolute));
    }

    /**
     * Makes a sample of bytes.
     *
     * @param name the name that the server reports
     * @param content the bytes
     */
    public static Sample of(String name, byte[] content) {
        byte[] copy = content.clone();
        return new Sample(name, copy.length, () -> new ByteArrayInputStream(copy));
    }

    /**
     * Returns the text of a path. Under the locale "C", which is what cron gives, Java shows each byte of a name that is not ASCII as an
     * unknown character; the path's URI still has the bytes, and nearly always they are UTF-8.
     *
     * @param file the path
     */
    public static String nameOf(Path file) {
        String text = file.toString();
        if (text.indexOf('\uFFFD') < 0 || !file.getFileSystem().equals(FileSystems.getDefault())) {
            return text;
        }
        String raw = file.toAbsolutePath().toUri().getRawPath();
        byte[] bytes = new byte[raw.length()];
        int length = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes[length++] = (byte) Integer.parseInt(raw, i + 1, i + 3, 16);
                i += 2;
            } else {
                bytes[length++] = (byte) c;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return text;
        }
    }

    /** Returns the name that the server reports. */
    public String name() {
        return name;
    }

    /** Returns how many bytes are sent. */
    public long size() {
        return size;
    }

    InputStream open() throws IOException {
        return opener.open();
    }

    @Override
    public String toString() {
        return name + " (" + size + " bytes)";
    }
}
