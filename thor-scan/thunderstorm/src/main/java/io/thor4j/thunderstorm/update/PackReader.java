package io.thor4j.thunderstorm.update;

import io.thor4j.core.MalformedInputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;

/** Reads a pack from begin to end: first what is in it, once it is known whose it is, then its files. Used by one thread. */
final class PackReader {
    static final String MANIFEST = "manifest.json";
    static final String SIGNATURE = "manifest.sig";
    static final String FILES = "signatures/";
    private static final int SIGNATURE_BYTES = 64;
    private static final int BUFFER = 1 << 16;

    private final ZipInputStream zip;
    private final String place;
    private final byte[] json;
    private final byte[] signature;
    private final PackManifest manifest;

    /**
     * Reads and verifies what is in a pack.
     *
     * @param in the pack; not closed
     * @param place its name, for messages
     * @throws MalformedInputException when it is no pack, or not signed with a trusted key
     */
    PackReader(InputStream in, String place, PackTrust trust) throws IOException {
        this.zip = new ZipInputStream(in);
        this.place = place;
        next(MANIFEST);
        json = whole(PackLimits.MAX_MANIFEST_BYTES);
        next(SIGNATURE);
        signature = whole(SIGNATURE_BYTES);
        if (!trust.verifies(json, signature)) {
            throw wrong("the signature is not one of a trusted key", null);
        }
        manifest = PackManifest.read(json);
    }

    PackManifest manifest() {
        return manifest;
    }

    byte[] json() {
        return json.clone();
    }

    byte[] signature() {
        return signature.clone();
    }

    /**
     * Writes the files, each made durable.
     *
     * @param folder an empty folder
     * @throws MalformedInputException when the pack is not what its manifest says
     * @throws IOException when a file cannot be written
     */
    void extract(Path folder) throws IOException {
        for (PackManifest.Entry file : manifest.files()) {
            next(FILES + file.path());
            Path target = folder.resolve(file.path());
            Path parent = target.getParent();
            // The manifest was checked; this holds even if that check had a hole.
            if (parent == null || !target.normalize().startsWith(folder)) {
                throw wrong("a path leads out of the folder", null);
            }
            Files.createDirectories(parent);
            extract(file, target);
        }
        try {
            if (zip.getNextEntry() != null) {
                throw wrong("it holds more than its manifest says", null);
            }
        } catch (ZipException | IllegalArgumentException e) {
            throw wrong("it is damaged", e);
        }
    }

    private void extract(PackManifest.Entry file, Path target) throws IOException {
        MessageDigest digest = Sha256.begin();
        byte[] buffer = new byte[BUFFER];
        try (FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long left = file.size();
            while (left > 0) {
                int count = read(buffer, (int) Math.min(left, buffer.length));
                if (count < 0) {
                    throw wrong("a file is shorter than the manifest says", null);
                }
                digest.update(buffer, 0, count);
                java.nio.ByteBuffer bytes = java.nio.ByteBuffer.wrap(buffer, 0, count);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                left -= count;
            }
            // Not the rest of it: that may be a bomb.
            if (read(buffer, 1) >= 0) {
                throw wrong("a file is longer than the manifest says", null);
            }
            if (!Sha256.hex(digest).equals(file.sha256())) {
                throw wrong("a file is not the one that was signed", null);
            }
            out.force(true);
        }
    }

    private void next(String name) throws IOException {
        ZipEntry entry;
        try {
            entry = zip.getNextEntry();
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw wrong("it is damaged or cut off", e);
        }
        if (entry == null) {
            throw wrong(name.equals(MANIFEST) ? "this is no signature pack" : "it is cut off", null);
        }
        if (!entry.getName().equals(name)) {
            throw wrong(
                    name.equals(MANIFEST) ? "this is no signature pack" : "it holds other files than its manifest says",
                    null);
        }
    }

    private byte[] whole(int limit) throws IOException {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        for (int count = read(buffer, buffer.length); count >= 0; count = read(buffer, buffer.length)) {
            bytes.write(buffer, 0, count);
            if (bytes.size() > limit) {
                throw wrong("its manifest or signature is too large", null);
            }
        }
        return bytes.toByteArray();
    }

    private int read(byte[] buffer, int length) throws IOException {
        try {
            return zip.read(buffer, 0, length);
        } catch (ZipException | EOFException e) {
            throw wrong("it is damaged or cut off", e);
        }
    }

    private MalformedInputException wrong(String reason, @Nullable Throwable cause) {
        return new MalformedInputException(reason, place, "nothing of it was installed", cause);
    }
}
