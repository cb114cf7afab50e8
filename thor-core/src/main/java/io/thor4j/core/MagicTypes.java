package io.thor4j.core;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Names a content's type by its first bytes. A table has lines {@code HEX BYTES;NAME}, bytes separated by blanks, {@code #} begins a
 * comment line; the first line whose bytes stand at offset 0 wins (reference/thor-scanner.md section 4.1). Immutable, may be shared by
 * threads.
 */
public final class MagicTypes {
    /** The name when no signature fits. */
    public static final String UNKNOWN = "UNKNOWN";

    /** Longest signature in bytes; ours, so that a head of this size always decides. */
    public static final int MAX_LENGTH = 256;

    private final List<Entry> entries;
    /* By the first byte of their magic, in the order of the table. */
    private final List<List<Entry>> byFirst = new ArrayList<>();

    private MagicTypes(List<Entry> entries) {
        this.entries = entries;
        for (int first = 0; first < 256; first++) {
            byte value = (byte) first;
            byFirst.add(
                    entries.stream().filter(entry -> entry.magic[0] == value).toList());
        }
    }

    private static final class Entry {
        final byte[] magic;
        final String name;

        Entry(byte[] magic, String name) {
            this.magic = magic;
            this.name = name;
        }
    }

    private static final class Standard {
        static final MagicTypes TABLE = shipped();

        private Standard() {}

        private static MagicTypes shipped() {
            String name = "magic-types.txt";
            try (InputStream in = Objects.requireNonNull(MagicTypes.class.getResourceAsStream(name), name);
                    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                return parse(lines.lines().toList(), name);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Returns the shipped table: common types under the names that THOR's users know. */
    public static MagicTypes standard() {
        return Standard.TABLE;
    }

    /**
     * Reads a table from a file, such as signature-base's {@code misc/file-type-signatures.txt}.
     *
     * @param file the file, UTF-8
     * @return the table
     * @throws IOException when the file cannot be read
     * @throws MalformedRuleException when a line is not {@code HEX BYTES;NAME}
     */
    public static MagicTypes load(Path file) throws IOException {
        return parse(Files.readAllLines(file, StandardCharsets.UTF_8), String.valueOf(file.getFileName()));
    }

    /**
     * Reads a table.
     *
     * @param lines its lines
     * @param source the file's name, for errors
     * @return the table
     * @throws MalformedRuleException when a line is not {@code HEX BYTES;NAME}
     */
    public static MagicTypes parse(List<String> lines, String source) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String position = source + ":" + (i + 1);
            int semicolon = line.indexOf(';');
            String name = line.substring(semicolon + 1).strip();
            if (semicolon < 0 || name.isEmpty()) {
                throw new MalformedRuleException(
                        "a magic signature needs bytes and a name", position, "write 4D 5A;EXE", null);
            }
            entries.add(new Entry(bytes(line.substring(0, semicolon), position), name));
        }
        return new MagicTypes(List.copyOf(entries));
    }

    private static byte[] bytes(String hex, String position) {
        try {
            byte[] magic = HexFormat.of().parseHex(hex.replaceAll("\\s+", ""));
            if (magic.length > 0 && magic.length <= MAX_LENGTH) {
                return magic;
            }
            throw new MalformedRuleException(
                    "a magic signature has 1 to " + MAX_LENGTH + " bytes, not " + magic.length, position, null, null);
        } catch (IllegalArgumentException e) {
            throw new MalformedRuleException("not hex digits: " + hex, position, null, e);
        }
    }

    /**
     * Names a content.
     *
     * @param head its first bytes; {@value #MAX_LENGTH} are enough
     * @param length how many bytes of the array count
     * @return the name of the first fitting signature, {@value #UNKNOWN} when none fits
     */
    public String typeOf(byte[] head, int length) {
        if (length == 0) {
            return UNKNOWN;
        }
        for (Entry entry : byFirst.get(head[0] & 0xFF)) {
            int size = entry.magic.length;
            if (size <= length && Arrays.equals(head, 0, size, entry.magic, 0, size)) {
                return entry.name;
            }
        }
        return UNKNOWN;
    }

    /** Returns the SHA-256 over all signatures and names, lower-case hex: the same table has the same digest. */
    public String digest() {
        StringBuilder text = new StringBuilder();
        for (Entry entry : entries) {
            text.append(HexFormat.of().formatHex(entry.magic))
                    .append(';')
                    .append(entry.name)
                    .append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return Hashes.of(bytes, bytes.length).sha256();
    }

    /** Returns the names in the table, each once, in its order. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        entries.forEach(entry -> names.add(entry.name));
        return names;
    }
}
