package io.thor4j.thunderstorm.transport;

import io.thor4j.core.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads and writes the text form of keys and certificates (RFC 7468). Stateless. */
public final class PemFile {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String TAIL = "-----";

    private PemFile() {}

    /**
     * A block.
     *
     * @param label what it is, such as {@code PRIVATE KEY}
     * @param bytes its DER bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // made and taken apart in one place
    public record Block(String label, byte[] bytes) {
        /** Shows no bytes: they may be a key. */
        @Override
        public String toString() {
            return label;
        }
    }

    /**
     * Reads all blocks of a file; text around them is ignored.
     *
     * @param file its bytes
     * @param place what it is, for messages
     * @throws MalformedInputException when there is no block, or a damaged one
     */
    public static List<Block> read(byte[] file, String place) {
        List<Block> blocks = new ArrayList<>();
        String label = null;
        StringBuilder body = new StringBuilder();
        for (String raw : new String(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
            String line = raw.strip();
            if (label == null) {
                if (line.startsWith(BEGIN) && line.endsWith(TAIL) && line.length() > BEGIN.length() + TAIL.length()) {
                    label = line.substring(BEGIN.length(), line.length() - TAIL.length());
                    body.setLength(0);
                }
            } else if (line.equals(END + label + TAIL)) {
                try {
                    blocks.add(new Block(label, Base64.getDecoder().decode(body.toString())));
                } catch (IllegalArgumentException e) {
                    // Without the cause, whose message may show a piece of a key.
                    throw new MalformedInputException("a block is not base64", place, null, null);
                }
                label = null;
            } else {
                body.append(line);
            }
        }
        if (blocks.isEmpty() || label != null) {
            throw new MalformedInputException(
                    label == null ? "nothing in PEM form" : "cut off", place, "it has to be a PEM file", null);
        }
        return blocks;
    }

    /**
     * Writes one block.
     *
     * @param block the block
     */
    public static byte[] write(Block block) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(block.bytes());
        return (BEGIN + block.label() + TAIL + "\n" + body + "\n" + END + block.label() + TAIL + "\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
