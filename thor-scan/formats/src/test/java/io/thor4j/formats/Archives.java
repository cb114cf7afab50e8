package io.thor4j.formats;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.lingala.zip4j.model.ZipParameters;
import net.lingala.zip4j.model.enums.EncryptionMethod;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZMethod;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Packs archives, each of names and contents in turn. */
@SuppressWarnings("exports") // of libraries that tests alone name here
public final class Archives {
    private Archives() {}

    /** Writes to a stream. */
    @FunctionalInterface
    public interface Writing {
        /** Writes. */
        void to(OutputStream out) throws IOException;
    }

    /** Wraps a stream. */
    @FunctionalInterface
    public interface Wrapping {
        /** Wraps. */
        OutputStream around(OutputStream out) throws IOException;
    }

    /** Returns Latin-1 text as bytes. */
    public static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] content(Object value) {
        return value instanceof byte[] bytes ? bytes : bytes(value.toString());
    }

    /** Collects what is written. */
    public static byte[] written(Writing writing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Packs through a wrapping stream. */
    public static byte[] through(Object content, Wrapping wrapping) {
        return written(out -> {
            try (OutputStream packed = wrapping.around(out)) {
                packed.write(content(content));
            }
        });
    }

    /** Packs with gzip, without a name. */
    public static byte[] gzip(Object content) {
        return through(content, GZIPOutputStream::new);
    }

    /** Packs with bzip2. */
    public static byte[] bzip2(Object content) {
        return through(content, BZip2CompressorOutputStream::new);
    }

    /** Packs with xz. */
    public static byte[] xz(Object content) {
        return through(content, out -> new XZOutputStream(out, new LZMA2Options(1)));
    }

    /** Packs a ZIP archive. */
    public static byte[] zip(Object... namesAndContents) {
        return written(out -> {
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                for (int i = 0; i < namesAndContents.length; i += 2) {
                    zip.putNextEntry(new ZipEntry(namesAndContents[i].toString()));
                    zip.write(content(namesAndContents[i + 1]));
                    zip.closeEntry();
                }
            }
        });
    }

    /** Packs an encrypted ZIP archive. */
    public static byte[] encryptedZip(String password, EncryptionMethod method, Object... namesAndContents) {
        return written(out -> {
            try (net.lingala.zip4j.io.outputstream.ZipOutputStream zip =
                    new net.lingala.zip4j.io.outputstream.ZipOutputStream(out, password.toCharArray())) {
                for (int i = 0; i < namesAndContents.length; i += 2) {
                    ZipParameters parameters = new ZipParameters();
                    parameters.setFileNameInZip(namesAndContents[i].toString());
                    parameters.setEncryptFiles(true);
                    parameters.setEncryptionMethod(method);
                    zip.putNextEntry(parameters);
                    zip.write(content(namesAndContents[i + 1]));
                    zip.closeEntry();
                }
            }
        });
    }

    /** Packs a tar archive. */
    public static byte[] tar(Object... namesAndContents) {
        return written(out -> {
            try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
                tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
                for (int i = 0; i < namesAndContents.length; i += 2) {
                    byte[] content = content(namesAndContents[i + 1]);
                    TarArchiveEntry entry = new TarArchiveEntry(namesAndContents[i].toString(), true);
                    entry.setSize(content.length);
                    tar.putArchiveEntry(entry);
                    tar.write(content);
                    tar.closeArchiveEntry();
                }
            }
        });
    }

    /** Packs a 7z archive. */
    public static byte[] sevenZip(SevenZMethod method, char[] password, Object... namesAndContents) {
        SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel();
        try (SevenZOutputFile archive =
                password == null ? new SevenZOutputFile(channel) : new SevenZOutputFile(channel, password)) {
            archive.setContentCompression(method);
            for (int i = 0; i < namesAndContents.length; i += 2) {
                SevenZArchiveEntry entry = new SevenZArchiveEntry();
                entry.setName(namesAndContents[i].toString());
                archive.putArchiveEntry(entry);
                archive.write(content(namesAndContents[i + 1]));
                archive.closeArchiveEntry();
            }
            archive.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return java.util.Arrays.copyOf(channel.array(), (int) channel.size());
    }
}
