package io.thor4j.thunderstorm.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kept samples under their sources and the paths that their clients gave (thunderstorm.md section 7, {@code --vfs-dir}), as links to the kept
 * bytes. A path of a client is data: each of its parts becomes a plain name, so nothing leaves the tree; the newest sample of a path is
 * there. Threads share it.
 */
final class HostTree {
    private static final Logger LOG = LoggerFactory.getLogger(HostTree.class);

    /** What some file system reads as more than a letter; {@code %} because it escapes, so no two names become the same. */
    private static final String SPECIAL = "%<>:\"|?*/\\";

    /** Names that Windows takes for devices, whatever follows a dot. */
    private static final Set<String> DEVICES = Set.of(
            "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1",
            "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** Characters of a name: file systems allow 255 bytes, and a character has 3 of them at most here. */
    private static final int MAX_NAME = 80;

    private static final int MAX_DEPTH = 40;

    /** Stands behind a name where a file and a folder have the same one. */
    private static final String OTHER = "%";

    private final Path root;

    HostTree(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(root);
    }

    /** Puts a kept sample into the tree. What fails is logged: its bytes are kept already. */
    synchronized void add(String source, String name, Path kept) {
        try {
            Path folder = folder(root, plain(source.isEmpty() ? "unknown" : source));
            List<String> parts = parts(name);
            for (String part : parts.subList(0, parts.size() - 1)) {
                folder = folder(folder, part);
            }
            Path file = folder.resolve(parts.get(parts.size() - 1));
            if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                file = folder.resolve(file.getFileName() + OTHER);
            }
            Path fresh = root.resolve("." + UUID.randomUUID() + ".part");
            try {
                link(fresh, kept);
                Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            LOG.warn("A kept sample is not in the tree of hosts: {}", kept, e);
        }
    }

    private static void link(Path fresh, Path kept) throws IOException {
        try {
            Files.createLink(fresh, kept);
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("no link from another disk, or by this file system", e);
            Files.copy(kept, fresh);
        }
    }

    private static Path folder(Path parent, String name) throws IOException {
        Path folder = parent.resolve(name);
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                return folder(parent, name + OTHER);
            }
        }
        return folder;
    }

    /** Cuts a client's path into plain names, one at least. */
    static List<String> parts(String name) {
        List<String> parts = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || name.charAt(i) == '/' || name.charAt(i) == '\\') {
                if (i > begin) {
                    parts.add(plain(name.substring(begin, i)));
                }
                begin = i + 1;
            }
        }
        if (parts.isEmpty()) {
            parts.add("unnamed");
        }
        /* The end of a path tells more than its middle. */
        return parts.size() <= MAX_DEPTH ? parts : parts.subList(parts.size() - MAX_DEPTH, parts.size());
    }

    private static String plain(String name) {
        StringBuilder plain = new StringBuilder(name.length() + 8);
        int length = name.length();
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            boolean end = i == 0 || i == length - 1;
            boolean odd = c < ' ' || c == 0x7F || Character.isSurrogate(c) || SPECIAL.indexOf(c) >= 0;
            if (odd || (end && (c == '.' || c == ' '))) {
                escape(plain, c);
            } else {
                plain.append(c);
            }
        }
        int dot = plain.indexOf(".");
        String stem = plain.substring(0, dot < 0 ? plain.length() : dot).toLowerCase(Locale.ROOT);
        if (DEVICES.contains(stem)) {
            plain.insert(stem.length(), OTHER);
        }
        if (plain.length() <= MAX_NAME) {
            return plain.toString();
        }
        /* Cut, but not the same as another long one. */
        UUID whole = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return plain.substring(0, MAX_NAME - 33) + OTHER + whole.toString().replace("-", "");
    }

    private static void escape(StringBuilder plain, char c) {
        plain.append('%').append(c <= 0xFF ? HEX.toHexDigits((byte) c) : HEX.toHexDigits(c));
    }
}
