package io.thor4j.yara.module.magic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.yara.module.ModuleLines;
import io.thor4j.yara.spi.StructValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MagicModuleTest {
    private static final MagicModule MODULE = new MagicModule();

    private static String ask(byte[] data, String function) {
        StructValue value = ModuleLines.parse(MODULE, data);
        return new String((byte[]) ModuleLines.call(value, function), StandardCharsets.UTF_8);
    }

    private static void assertKind(String type, String mime, byte[] data) {
        assertEquals(type, ask(data, "type"));
        assertEquals(mime, ask(data, "mime_type"));
    }

    /** Hexadecimal digits, text in quotes, and {@code 00*n}. */
    private static byte[] bytes(String pattern) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String token : pattern.split(" ", -1)) {
            if (token.startsWith("'")) {
                out.writeBytes(token.substring(1).replace('_', ' ').getBytes(StandardCharsets.ISO_8859_1));
            } else if (token.startsWith("00*")) {
                out.writeBytes(new byte[Integer.parseInt(token.substring(3))]);
            } else {
                out.writeBytes(HexFormat.of().parseHex(token));
            }
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'BZh9 314159265359 00*9 | bzip2 compressed data | application/x-bzip2",
                "fd377a585a00 00*9 | XZ compressed data | application/x-xz",
                "28b52ffd 00*9 | Zstandard compressed data (v0.8+) | application/zstd",
                "377abcaf271c 0004 00*24 | 7-zip archive data | application/x-7z-compressed",
                "'Rar! 1a0701 00*9 | RAR archive data, v5 | application/x-rar",
                "'Rar! 1a0700 00*9 | RAR archive data | application/x-rar",
                "'MSCF 00*40 | Microsoft Cabinet archive data | application/vnd.ms-cab-compressed",
                "00*257 'ustar 00 '00 | POSIX tar archive | application/x-tar",
                "'!<arch> 0a 'debian-binary | Debian binary package (format 2.0) | application/vnd.debian.binary-package",
                "edabeedb 00*9 | RPM | application/x-rpm",
                "'dex 0a '035 00 00*9 | Dalvik dex file version 035 | application/octet-stream",
                "0061736d 01000000 | WebAssembly (wasm) binary module version 0x1 (MVP) | application/wasm",
                "4c000000 01140200 00*9 | MS Windows shortcut | application/x-ms-shortcut",
                "'SQLite_format_3 00 00*9 | SQLite 3.x database | application/vnd.sqlite3",
                "d4c3b2a1 0200 | pcap capture file, microsecond ts (little-endian) | application/vnd.tcpdump.pcap",
                "00*32769 'CD001 | ISO 9660 CD-ROM filesystem data | application/x-iso9660-image",
                "'{\\rtf1\\ansi | Rich Text Format data | text/rtf",
                "'%PDF-1.4 0a '%abc | PDF document, version 1.4 | application/pdf",
                "'%PDF-x | PDF document | application/pdf",
                "'%!PS-Adobe-3.0 0a | PostScript document text | application/postscript",
                "89504e470d0a1a0a 0000000d 'IHDR 0000000a 00000014 0806000000 | PNG image data, 10 x 20, 8-bit/color RGBA, non-interlaced | image/png",
                "'GIF89a 0a00 1400 00*9 | GIF image data, version 89a, 10 x 20 | image/gif",
                "'GIF87a 0a00 1400 00*9 | GIF image data, version 87a, 10 x 20 | image/gif",
                "ffd8ffe00010 'JFIF 00 0101 00*9 | JPEG image data, JFIF standard 1.01 | image/jpeg",
                "'BM 64000000 00000000 36000000 28000000 0a000000 14000000 0100 1800 00*9 | PC bitmap, Windows 3.x format, 10 x 20 x 24 | image/bmp",
                "'RIFF 24000000 'WAVEfmt_ 10000000 0100 0200 44ac0000 10b10200 0400 1000 | RIFF (little-endian) data, WAVE audio, Microsoft PCM, 16 bit, stereo 44100 Hz | audio/x-wav",
                "'RIFF 24000000 'AVI_ | RIFF (little-endian) data, AVI | video/x-msvideo",
                "'RIFF 24000000 'WEBP | RIFF (little-endian) data, Web/P image | image/webp",
                "00000018 'ftypisom 00*9 | ISO Media, MP4 Base Media v1 [ISO 14496-12:2003] | video/mp4",
                "'ID3 030000 | Audio file with ID3 version 2.3.0 | audio/mpeg",
                "'OggS 00*24 01 'vorbis | Ogg data, Vorbis audio | audio/ogg",
                "'II 2a00 08000000 | TIFF image data, little-endian | image/tiff",
                "00000100 0100 1010 0000 | MS Windows icon resource - 1 icon | image/vnd.microsoft.icon",
                "1a45dfa3 a3428681014282 84 'webm | WebM | video/webm",
                "cafebabe 00000037 00*9 | compiled Java class data, version 55.0 (Java SE 11) | application/x-java-applet",
                "cafebabe 0000002e 00*9 | compiled Java class data, version 46.0 (Java 1.2) | application/x-java-applet",
                "cafebabe 00000002 00*9 | Mach-O universal binary with 2 architectures | application/x-mach-binary",
                "cffaedfe 07000001 03000000 02000000 | Mach-O 64-bit x86_64 executable | application/x-mach-binary",
                "feedface 00000012 00000000 00000006 | Mach-O ppc dynamically linked shared library | application/x-mach-binary",
                "'MZ 00*70 | MS-DOS executable, MZ for MS-DOS | application/x-dosexec",
                "d0cf11e0a1b11ae1 00*500 | Composite Document File V2 Document | application/x-ole-storage",
                "1f8b 08 08 00000000 02 03 'a.txt 00 0300 00000000 06000000 | gzip compressed data, was \"a.txt\", max compression, from Unix, original size modulo 2^32 6 | application/gzip",
                "00010203 | data | application/octet-stream",
                "41 | very short file (no magic) | application/octet-stream",
                "00*500 | data | application/octet-stream",
            })
    void knowsFilesByTheirBytes(String pattern, String type, String mime) {
        assertKind(type, mime, bytes(pattern));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "hello\\n | ASCII text | text/plain",
                "hello | ASCII text, with no line terminators | text/plain",
                "a\\r\\nb\\r\\n | ASCII text, with CRLF line terminators | text/plain",
                "a\\r\\nb\\n | ASCII text, with CRLF, LF line terminators | text/plain",
                "a\\rb\\r | ASCII text, with CR line terminators | text/plain",
                "h\u00c3\u00a9\\n | Unicode text, UTF-8 text | text/plain",
                "\u00ef\u00bb\u00bfabc\\n | Unicode text, UTF-8 (with BOM) text | text/plain",
                "\u00ff\u00fea\\0b\\0\\n\\0 | Unicode text, UTF-16, little-endian text | text/plain",
                "\u00fe\u00ff\\0a\\0b | Unicode text, UTF-16, big-endian text, with no line terminators | text/plain",
                "caf\u00e9 x\\n | ISO-8859 text | text/plain",
                "caf\u0092 x\\n | Non-ISO extended-ASCII text | text/plain",
                "a\\n\\0\\0\\0 | ASCII text | text/plain",
                "#!/bin/sh\\necho\\n | POSIX shell script, ASCII text executable | text/x-shellscript",
                "#!/bin/bash\\n | Bourne-Again shell script, ASCII text executable | text/x-shellscript",
                "#!/usr/bin/env python3\\nx\\n | Python script, ASCII text executable | text/x-script.python",
                "#!/usr/bin/perl\\nx\\n | Perl script text executable | text/x-perl",
                "<?xml version=\"1.0\"?>\\n<a/>\\n | XML 1.0 document, ASCII text | text/xml",
                "<!DOCTYPE html>\\n<html>\\n | HTML document, ASCII text | text/html",
                "<?php echo 1;\\n | PHP script, ASCII text | text/x-php",
                "<svg xmlns=\"x\"></svg>\\n | SVG Scalable Vector Graphics image | image/svg+xml",
                "{\"a\": 1}\\n | JSON text data | application/json",
                "[1,2] | JSON text data | application/json",
                "{not json}\\n | ASCII text | text/plain",
                "@echo off\\r\\ndir\\r\\n | DOS batch file, ASCII text, with CRLF line terminators | text/x-msdos-batch",
                "#include <stdio.h>\\nint x;\\n | C source, ASCII text | text/x-c",
                "From: a@b\\nTo: c\\n\\nhi\\n | news or mail, ASCII text | message/rfc822",
                "-----BEGIN CERTIFICATE-----\\n | PEM certificate | text/plain",
                "\\e[31mred\\n | ASCII text, with escape sequences | text/plain",
            })
    void knowsTexts(String text, String type, String mime) {
        String data = text.replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("\\0", "\0")
                .replace("\\e", "\u001b");
        assertKind(type, mime, data.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void mentionsLongLines() {
        assertKind(
                "ASCII text, with very long lines (1000), with no line terminators",
                "text/plain",
                "x".repeat(1000).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void knowsTheEmptyFile() {
        assertKind("empty", "inode/x-empty", new byte[0]);
    }

    private static byte[] zip(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (String name : names) {
                String[] parts = name.split("=", 2);
                byte[] content = parts.length > 1 ? parts[1].getBytes(StandardCharsets.US_ASCII) : new byte[] {'x'};
                ZipEntry entry = new ZipEntry(parts[0]);
                CRC32 crc = new CRC32();
                crc.update(content);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.length);
                entry.setCrc(crc.getValue());
                out.putNextEntry(entry);
                out.write(content);
            }
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.txt | Zip archive data, at least v1.0 to extract, compression method=store | application/zip",
                "[Content_Types].xml _rels/.rels word/document.xml | Microsoft Word 2007+ | application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "[Content_Types].xml xl/workbook.xml | Microsoft Excel 2007+ | application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "_rels/.rels ppt/presentation.xml | Microsoft PowerPoint 2007+ | application/vnd.openxmlformats-officedocument.presentationml.presentation",
                "mimetype=application/vnd.oasis.opendocument.text content.xml | OpenDocument Text | application/vnd.oasis.opendocument.text",
                "mimetype=application/epub+zip | EPUB document | application/epub+zip",
                "classes.dex AndroidManifest.xml | Android package (APK), with AndroidManifest.xml | application/vnd.android.package-archive",
                "META-INF/MANIFEST.MF a.class | Java archive data (JAR) | application/java-archive",
            })
    void knowsWhatIsBuiltOnZip(String names, String type, String mime) throws IOException {
        assertKind(type, mime, zip(names.split(" ")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WordDocument | application/msword",
                "Workbook | application/vnd.ms-excel",
                "PowerPoint Document | application/vnd.ms-powerpoint",
                "__substg1.0_001A001E | application/vnd.ms-outlook",
                "Other | application/x-ole-storage",
            })
    void knowsCompoundFilesByTheirStreams(String stream, String mime) {
        byte[] data = new byte[1024];
        System.arraycopy(HexFormat.of().parseHex("d0cf11e0a1b11ae1"), 0, data, 0, 8);
        data[30] = 9;
        byte[] name = stream.getBytes(StandardCharsets.UTF_16LE);
        System.arraycopy(name, 0, data, 512 + 128, name.length);
        assertKind("Composite Document File V2 Document", mime, data);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data/tiny | PE32 executable (console) Intel 80386 (stripped to external PDB), for MS Windows, 7 sections | application/vnd.microsoft.portable-executable",
                "data/pe_imports | PE32 executable (console) Intel 80386, for MS Windows, 4 sections | application/vnd.microsoft.portable-executable",
                "data/mtxex.dll | PE32+ executable (DLL) (console) x86-64, for MS Windows, 6 sections | application/vnd.microsoft.portable-executable",
                "data/dotnet_misaligned_guid | PE32 executable (DLL) (console) Intel 80386 Mono/.Net assembly, for MS Windows, 3 sections | application/vnd.microsoft.portable-executable",
                "data/9653df3f140be920.bin | ELF 64-bit LSB executable, x86-64, version 1 (SYSV), dynamically linked, interpreter /lib/ld-musl-x86_64.so.1, not stripped | application/x-executable",
                "data/858e110792cde08d.bin | Mach-O ppc executable | application/x-mach-binary",
                "data/ebc7a22f28028552.bin | ASCII text | text/plain",
                "data/xor.out | data | application/octet-stream",
            })
    void knowsProgramsOfTheConformanceSuite(String name, String type, String mime) throws IOException {
        Optional<byte[]> file = ModuleLines.conformance(name);
        if (file.isPresent()) {
            assertKind(type, mime, file.get());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello\n",
                "a\r\nb\n",
                "h\u00c3\u00a9llo\n",
                "caf\u00e9\n",
                "#!/bin/sh\n:\n",
                "<?xml version=\"1.0\"?>\n<a/>\n",
                "{\"a\": [1]}\n",
                "<?php echo 1;\n",
                "\0\1\2\3\4"
            })
    void agreesWithTheFileCommand(String text) throws IOException, InterruptedException {
        byte[] data = text.getBytes(StandardCharsets.ISO_8859_1);
        Optional<String> type = file(data, "-b");
        Optional<String> mime = file(data, "-b", "--mime-type");
        if (type.isPresent() && mime.isPresent()) {
            assertKind(type.get(), mime.get(), data);
        }
    }

    private static Optional<String> file(byte[] data, String... options) throws IOException, InterruptedException {
        Path path = Files.createTempFile("thor", ".bin");
        try {
            if (!run("file", "--version").startsWith("file-5.44")) {
                System.out.println("skipped: no file command 5.44");
                return Optional.empty();
            }
            Files.write(path, data);
            String[] command = Arrays.copyOf(new String[] {"file"}, options.length + 2);
            System.arraycopy(options, 0, command, 1, options.length);
            command[options.length + 1] = path.toString();
            return Optional.of(run(command).strip());
        } catch (IOException missing) {
            System.out.println("skipped: no file command (" + missing.getMessage() + ")");
            return Optional.empty();
        } finally {
            Files.delete(path);
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }

    @Test
    void hasTheUsualKinds() {
        assertTrue(SignatureTable.size() >= 150, "kinds: " + SignatureTable.size());
    }

    @Property(tries = 2000)
    void answersForAnyBytes(@ForAll byte[] data) {
        assertTrue(ask(data, "type").length() > 0);
        assertTrue(ask(data, "mime_type").contains("/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4d5a", "7f454c46", "7f454c460202", "cafebabe", "feedface", "cffaedfe", "1f8b", "504b0304", "25504446",
                        "d0cf11e0a1b11ae1",
                "89504e47", "47494638", "ffd8ff", "424d", "52494646", "0000000066747970", "464f524d", "494433",
                        "4f676753", "00000100",
                "fffe", "feff", "efbbbf", "2321", "7b", "3c3f", "1a45dfa3"
            })
    void survivesWhatBeginsLikeAKnownKind(String begin) {
        byte[] head = HexFormat.of().parseHex(begin);
        for (int length = head.length; length < 600; length += 7) {
            for (byte filler : new byte[] {0, 1, (byte) 0x7f, (byte) 0xff, 'a'}) {
                byte[] data = Arrays.copyOf(head, length);
                Arrays.fill(data, head.length, length, filler);
                assertTrue(ask(data, "mime_type").contains("/"));
            }
        }
    }
}
