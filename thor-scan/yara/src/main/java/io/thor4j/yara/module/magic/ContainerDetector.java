package io.thor4j.yara.module.magic;

import io.thor4j.yara.spi.ModuleInput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files that hold files: gzip, Zip and what is built on it, OLE compound files, PDF. Stateless. */
final class ContainerDetector {
    private static final String MIME_OPENXML = "application/vnd.openxmlformats-officedocument.";

    /** Entries of a Zip file that are looked at: what tells its kind stands at the front. */
    private static final int MAX_ENTRIES = 64;

    /** Bytes in which Zip entries are looked for. */
    private static final int MAX_SEARCH = 1 << 20;

    /** Directory entries of a compound file that are looked at, 4 to a sector. */
    private static final int MAX_STREAMS = 256;

    private static final Map<String, FileKind> BY_MIMETYPE_ENTRY = Map.of(
            "application/vnd.oasis.opendocument.text",
            new FileKind("OpenDocument Text", "application/vnd.oasis.opendocument.text"),
            "application/vnd.oasis.opendocument.spreadsheet",
            new FileKind("OpenDocument Spreadsheet", "application/vnd.oasis.opendocument.spreadsheet"),
            "application/vnd.oasis.opendocument.presentation",
            new FileKind("OpenDocument Presentation", "application/vnd.oasis.opendocument.presentation"),
            "application/vnd.oasis.opendocument.graphics",
            new FileKind("OpenDocument Drawing", "application/vnd.oasis.opendocument.graphics"),
            "application/epub+zip",
            new FileKind("EPUB document", "application/epub+zip"));

    private ContainerDetector() {}

    static @Nullable FileKind detect(ModuleInput input) {
        long magic = input.u32be(0);
        if (input.u16be(0) == 0x1f8b) {
            return gzip(input);
        } else if (magic == 0x504b0304) {
            return zip(input);
        } else if (magic == 0x504b0506) {
            return new FileKind("Zip archive data (empty)", "application/zip");
        } else if (magic == 0x25504446 && input.u8(4) == '-') {
            return pdf(input);
        } else if (magic == 0xd0cf11e0L && input.u32be(4) == 0xa1b11ae1L) {
            return compound(input);
        }
        return null;
    }

    /** RFC 1952. */
    private static FileKind gzip(ModuleInput input) {
        StringBuilder text = new StringBuilder("gzip compressed data");
        int flags = Math.max(input.u8(3), 0);
        text.append((flags & 1) == 0 ? "" : ", ASCII").append((flags & 2) == 0 ? "" : ", has CRC");
        text.append((flags & 4) == 0 ? "" : ", extra field");
        int nul = (flags & 0xc) == 8 ? input.indexOf(0, 10, 256) : -1;
        byte[] name = nul < 0 ? null : input.bytes(10, nul - 10L);
        text.append(name == null ? "" : ", was \"" + new String(name, StandardCharsets.ISO_8859_1) + "\"");
        text.append((flags & 16) == 0 ? "" : ", has comment");
        text.append(input.u8(8) == 2 ? ", max compression" : input.u8(8) == 4 ? ", max speed" : "");
        text.append(
                switch (input.u8(9)) {
                    case 0 -> ", from FAT filesystem (MS-DOS, OS/2, NT)";
                    case 3 -> ", from Unix";
                    case 7 -> ", from MacOS";
                    case 11 -> ", from NTFS filesystem (NT)";
                    default -> "";
                });
        if (input.length() >= 18) {
            text.append(", original size modulo 2^32 ").append(input.u32le(input.length() - 4L));
        }
        return new FileKind(text.toString(), "application/gzip");
    }

    private static FileKind pdf(ModuleInput input) {
        int end = 5;
        while (end < 12 && (Character.isDigit(input.u8(end)) || input.u8(end) == '.')) {
            end++;
        }
        byte[] version = input.bytes(5, end - 5L);
        String text = version == null || version.length == 0
                ? "PDF document"
                : "PDF document, version " + new String(version, StandardCharsets.US_ASCII);
        return new FileKind(text, "application/pdf");
    }

    private static FileKind zip(ModuleInput input) {
        List<String> names = zipNames(input);
        FileKind special = zipKind(input, names);
        if (special != null) {
            return special;
        }
        int version = input.u16le(4);
        String method = switch (input.u16le(8)) {
            case 0 -> "store";
            case 8 -> "deflate";
            case 9 -> "deflate64";
            case 12 -> "bzip2";
            case 14 -> "lzma";
            case 93 -> "zstd";
            case 99 -> "AES Encrypted";
            default -> "unknown";
        };
        String text =
                "Zip archive data, at least v" + version / 10 + "." + version % 10 + " to extract, compression method=";
        return new FileKind(version < 0 ? "Zip archive data" : text + method, "application/zip");
    }

    private static List<String> zipNames(ModuleInput input) {
        List<String> result = new ArrayList<>();
        long at = 0;
        while (at >= 0 && at < MAX_SEARCH && result.size() < MAX_ENTRIES) {
            if (input.u32be(at) == 0x504b0304) {
                byte[] name = input.bytes(at + 30, Math.max(0, input.u16le(at + 26)));
                if (name != null) {
                    result.add(new String(name, StandardCharsets.ISO_8859_1));
                }
            }
            at = input.indexOf('P', at + 1, MAX_SEARCH);
        }
        return result;
    }

    private static @Nullable FileKind zipKind(ModuleInput input, List<String> names) {
        if (names.isEmpty()) {
            return null;
        }
        String first = names.get(0);
        if (first.equals("mimetype") && input.u16le(8) == 0) {
            byte[] content = input.bytes(38 + Math.max(0L, input.u16le(28)), Math.min(input.u32le(22), 128));
            return content == null
                    ? null
                    : BY_MIMETYPE_ENTRY.get(new String(content, StandardCharsets.ISO_8859_1).trim());
        }
        if (names.contains("AndroidManifest.xml")) {
            return new FileKind(
                    "Android package (APK), with AndroidManifest.xml", "application/vnd.android.package-archive");
        }
        if (first.equals("[Content_Types].xml") || first.startsWith("_rels/") || first.startsWith("docProps/")) {
            return office(names);
        }
        return first.startsWith("META-INF/")
                ? new FileKind("Java archive data (JAR)", "application/java-archive")
                : null;
    }

    private static FileKind office(List<String> names) {
        for (String name : names) {
            if (name.startsWith("word/")) {
                return new FileKind("Microsoft Word 2007+", MIME_OPENXML + "wordprocessingml.document");
            } else if (name.startsWith("xl/")) {
                return new FileKind("Microsoft Excel 2007+", MIME_OPENXML + "spreadsheetml.sheet");
            } else if (name.startsWith("ppt/")) {
                return new FileKind("Microsoft PowerPoint 2007+", MIME_OPENXML + "presentationml.presentation");
            } else if (name.startsWith("visio/")) {
                return new FileKind("Microsoft Visio 2013+", "application/vnd.ms-visio.drawing.main+xml");
            }
        }
        return new FileKind("Microsoft OOXML", "application/octet-stream");
    }

    /** [MS-CFB]: the names of the streams tell the program; the directory is taken to lie in one piece. */
    private static FileKind compound(ModuleInput input) {
        String text = "Composite Document File V2 Document";
        int shift = input.u16le(30);
        long directory = (input.u32le(48) + 1) << Math.min(Math.max(shift, 0), 12);
        for (int i = 0; i < MAX_STREAMS; i++) {
            byte[] entry = input.bytes(directory + 128L * i, 64);
            if (entry == null) {
                break;
            }
            String name = new String(entry, StandardCharsets.UTF_16LE);
            String mime = stream(name.substring(0, Math.max(0, name.indexOf(0))));
            if (mime != null) {
                return new FileKind(text, mime);
            }
        }
        return new FileKind(text, "application/x-ole-storage");
    }

    private static @Nullable String stream(String name) {
        return switch (name) {
            case "WordDocument" -> "application/msword";
            case "Workbook", "Book" -> "application/vnd.ms-excel";
            case "PowerPoint Document" -> "application/vnd.ms-powerpoint";
            case "VisioDocument" -> "application/vnd.visio";
            case "\u0005HwpSummaryInformation" -> "application/x-hwp";
            // Table names of Windows Installer are packed into the range of CJK characters, behind this one.
            case "\u4840\u3f7f\u4164\u422f\u4836" -> "application/x-msi";
            default ->
                name.startsWith("__substg1.0_") || name.startsWith("__nameid_version1.0")
                        ? "application/vnd.ms-outlook"
                        : null;
        };
    }
}
