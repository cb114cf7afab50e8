package io.thor4j.formats.ole;

import io.thor4j.core.Limit;
import io.thor4j.core.MagicTypes;
import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.Container;
import io.thor4j.formats.container.Names;
import io.thor4j.formats.container.Shortfall;
import io.thor4j.formats.container.SpentException;
import io.thor4j.formats.ole.CompoundFile.Stream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one compound file. For one thread. */
final class OleReader {
    /*
     * The source of all modules is one member, `macros`, as THOR has it. Other streams are members where a file stands in them: cut into
     * sectors they are not seen in one piece otherwise. What is text of the document itself is left to the document.
     */
    private static final String MACROS = "MACROS";
    private static final String OLE = "OLE";
    private static final String MACROS_NAME = "macros";

    private static final String PACKAGE = "\u0001Ole10Native";
    private static final String ENCRYPTED = "EncryptedPackage";
    private static final String ATTACHMENT = "__substg1.0_37010102";
    private static final String ATTACHMENT_NAME = "__substg1.0_3707001F";

    /** Compressed source begins like that: signature, header of a chunk, flags, and "Attribut" as eight literals. */
    private static final String SOURCE = "\u0000Attribut";

    /** Types of content that make a stream a member. */
    private static final Set<String> FILES = Set.of(
            "EXE", "ELF", "MACHO", "ZIP", "Office", "RAR", "7ZIP", "GZIP", "BZIP2", "XZ", "CAB", "OLE", "PDF", "RTF",
            "LNK", "CHM", "SWF", "CLASS", "Script", "PHP", "HTML", "JSP", "MSI");

    private final Container container;
    private final CompoundFile file;
    private final ByteArrayOutputStream macros = new ByteArrayOutputStream();

    OleReader(Container container) throws IOException {
        this.container = container;
        this.file = CompoundFile.read(container.bytes());
    }

    void read() throws IOException {
        if (file.isDamaged()) {
            container.incomplete(Shortfall.DAMAGED);
        }
        Set<String> projects = new LinkedHashSet<>();
        for (Stream stream : file.streams()) {
            if (stream.name().equalsIgnoreCase("dir")
                    && stream.storage().toLowerCase(Locale.ROOT).endsWith("vba/")) {
                projects.add(stream.storage());
            }
        }
        for (String project : projects) {
            project(project);
        }
        if (macros.size() > 0) {
            container.member(MACROS_NAME, MACROS, new ByteArrayInputStream(macros.toByteArray()), -1, null);
        }
        for (Stream stream : file.streams()) {
            if (container.isFull()) {
                return;
            }
            if (projects.stream().noneMatch(stream.storage()::startsWith)) {
                stream(stream);
            }
        }
    }

    private void project(String storage) throws IOException {
        Map<String, Long> modules = Map.of();
        try {
            Stream directory = find(storage, "dir");
            if (directory != null) {
                modules = VbaProject.modules(
                        Bytes.of(VbaCompression.unpack(content(directory), container.contentLimit())));
            }
        } catch (SpentException e) {
            throw e;
        } catch (IOException e) {
            container.incomplete(Shortfall.DAMAGED);
        }
        Set<Stream> done = new LinkedHashSet<>();
        for (Map.Entry<String, Long> module : modules.entrySet()) {
            Stream stream = find(storage, module.getKey());
            if (stream == null) {
                container.incomplete(Shortfall.DAMAGED);
            } else if (done.add(stream)) {
                module(stream, module.getValue());
            }
        }
        for (Stream stream : file.streams()) {
            if (stream.storage().equals(storage) && done.add(stream)) {
                module(stream, null);
            }
        }
    }

    /* A directory that was damaged on purpose must not hide a module: without an offset that fits, the source is looked for. */
    private void module(Stream stream, @Nullable Long offset) throws IOException {
        if (macros.size() >= container.contentLimit() || container.isFull()) {
            container.budget().refuse(Limit.MAX_FILE_SIZE.key());
            return;
        }
        Bytes bytes;
        try {
            bytes = content(stream);
        } catch (SpentException e) {
            throw e;
        } catch (IOException e) {
            container.incomplete(Shortfall.DAMAGED);
            return;
        }
        long begin = offset == null ? -1 : offset;
        boolean stated = begin >= 0 && begin < bytes.length() && bytes.u8(begin) == 1;
        int found = stated ? -1 : bytes.indexOf(SOURCE, 3, bytes.length());
        if (!stated && (found < 0 || bytes.at(found - 3) != 1)) {
            if (offset != null) {
                container.incomplete(Shortfall.DAMAGED);
            }
            return;
        }
        byte[] source = VbaCompression.unpack(
                bytes.clipped(stated ? begin : found - 3L, Long.MAX_VALUE), container.contentLimit() - macros.size());
        macros.write(source);
        macros.write('\n');
    }

    private @Nullable Stream find(String storage, String name) {
        return file.streams().stream()
                .filter(stream ->
                        stream.storage().equals(storage) && stream.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    /* What is read here is spent; members are spent by who takes them. */
    private Bytes content(Stream stream) throws IOException {
        int most = (int) Math.min(container.bytes().length(), container.contentLimit());
        try (InputStream data = file.open(stream)) {
            byte[] bytes = data.readNBytes(most);
            if (container.budget().spendBytes(bytes.length) != null) {
                throw new SpentException();
            }
            return Bytes.of(bytes);
        }
    }

    private void stream(Stream stream) throws IOException {
        if (stream.name().equals(ENCRYPTED)) {
            container.incomplete(Shortfall.ENCRYPTED);
        } else if (stream.name().equals(PACKAGE)) {
            packaged(stream);
        } else if (stream.name().equals(ATTACHMENT)) {
            Stream named = find(stream.storage(), ATTACHMENT_NAME);
            String name = named == null
                    ? ""
                    : content(named).text(StandardCharsets.UTF_16LE).replace("\u0000", "");
            hand(stream, name.isEmpty() ? readable(stream.path()) : name, file.open(stream));
        } else {
            InputStream data = file.open(stream);
            byte[] head;
            try {
                head = data.readNBytes((int) Math.min(MagicTypes.MAX_LENGTH, Math.max(0, stream.size())));
            } catch (IOException e) {
                return;
            }
            if (FILES.contains(MagicTypes.standard().typeOf(head, head.length))) {
                hand(stream, readable(stream.path()), new SequenceInputStream(new ByteArrayInputStream(head), data));
            }
        }
    }

    private void hand(Stream stream, String name, InputStream data) {
        container.member(name, OLE, data, stream.size(), null);
    }

    /* MS-OLEDS 2.3.6, and what the packager writes there: size, 2, label, path, 8 bytes, path again, size of the data, the data. */
    private void packaged(Stream stream) throws IOException {
        Bytes bytes = content(stream);
        long at = 6;
        int label = bytes.indexOf("\u0000", (int) at, bytes.length());
        int path = label < 0 ? -1 : bytes.indexOf("\u0000", label + 1, bytes.length());
        if (bytes.length() > 12 && bytes.u16le(4) == 2 && path >= 0 && path + 13L < bytes.length()) {
            String name = Names.last(Names.decode(bytes.clipped(at, label - at)));
            long second = bytes.u32le(path + 5L);
            at = path + 9L + second;
            if (second < bytes.length() && at + 4 <= bytes.length()) {
                long size = bytes.u32le(at);
                Bytes data = bytes.clipped(at + 4, size);
                container.member(name.isEmpty() ? "package" : name, OLE, data.stream(), size, null);
                return;
            }
        }
        container.member("package", OLE, bytes.clipped(4, Long.MAX_VALUE).stream(), -1, null);
    }

    /* Installer databases pack two characters of a stream's name into one from U+3800 on; control characters say what a stream is for. */
    private static String readable(String path) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c >= 0x3800 && c < 0x4800) {
                name.append(digit((c - 0x3800) & 63)).append(digit((c - 0x3800) >> 6));
            } else if (c >= 0x4800 && c < 0x4840) {
                name.append(digit(c - 0x4800));
            } else if (c > 0x1F && c != 0x4840) {
                name.append(c);
            }
        }
        return name.toString();
    }

    private static char digit(int value) {
        return "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._".charAt(value);
    }
}
