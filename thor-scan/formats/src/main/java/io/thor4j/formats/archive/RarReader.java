package io.thor4j.formats.archive;

import com.github.junrar.Archive;
import com.github.junrar.ArchiveOptions;
import com.github.junrar.exception.RarException;
import com.github.junrar.exception.UnsupportedDictionarySizeException;
import com.github.junrar.exception.UnsupportedRarEncryptedException;
import com.github.junrar.exception.UnsupportedRarMethodException;
import com.github.junrar.exception.UnsupportedRarVersionException;
import com.github.junrar.exception.WrongPasswordException;
import com.github.junrar.rarfile.FileHeader;
import io.thor4j.formats.container.Container;
import io.thor4j.formats.container.Shortfall;
import io.thor4j.formats.container.ShortfallException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads one RAR archive through junrar. For one thread. */
final class RarReader {
    private static final String LABEL = "RAR";

    /** How long passwords are tried: an archive may ask for 2^24 rounds for each. */
    private static final long PASSWORD_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Container container;

    RarReader(Container container) {
        this.container = container;
    }

    void read() throws IOException {
        try (Archive archive = opened()) {
            List<FileHeader> headers = archive.getFileHeaders();
            for (FileHeader header : headers) {
                if (container.isFull()) {
                    return;
                } else if (!header.isDirectory() && !member(archive, header)) {
                    return;
                }
            }
        } catch (RarException e) {
            throw shortfall(e);
        }
    }

    private Archive open(@Nullable String password) throws RarException, IOException {
        ArchiveOptions options = ArchiveOptions.builder()
                .password(password)
                .maxDictionarySize(Math.max(1, container.memory()))
                .build();
        return new Archive(new RarVolume.Single(container.bytes()), options);
    }

    private Archive opened() throws RarException, IOException {
        Archive plain = null;
        try {
            plain = open(null);
            if (!plain.isPasswordProtected()) {
                return plain;
            }
        } catch (WrongPasswordException | UnsupportedRarEncryptedException e) {
            /* Encrypted with its headers: passwords are tried on those. */
            plain = null;
        }
        long allowed = container.budget().remainingNanos() - PASSWORD_NANOS;
        for (String password : container.passwords()) {
            if (container.budget().remainingNanos() < allowed) {
                break;
            }
            Archive archive = fitting(password);
            if (archive != null) {
                if (plain != null) {
                    plain.close();
                }
                return archive;
            }
        }
        if (plain == null) {
            throw new ShortfallException(Shortfall.ENCRYPTED);
        }
        return plain;
    }

    /* Null when the password does not fit: the first encrypted file tells, by its checksum. */
    private @Nullable Archive fitting(String password) throws IOException {
        try {
            Archive archive = open(password);
            for (FileHeader header : archive.getFileHeaders()) {
                if (header.isEncrypted() && !header.isDirectory()) {
                    Collected checked = new Collected(container, 0);
                    try {
                        archive.extractFile(header, checked);
                    } catch (RarException e) {
                        if (!checked.isCut()) {
                            archive.close();
                            return null;
                        }
                    }
                    archive.close();
                    return open(password);
                }
            }
            return archive;
        } catch (RarException | RuntimeException e) {
            return null;
        }
    }

    private boolean member(Archive archive, FileHeader header) {
        if (header.isSplitBefore() || header.isSplitAfter()) {
            container.incomplete(Shortfall.VOLUME);
            return true;
        }
        String name = header.getFileName().replace('\\', '/');
        container.once(name);
        Collected content = new Collected(container, container.contentLimit() + 1);
        Shortfall shortfall = null;
        try {
            archive.extractFile(header, content);
        } catch (RarException e) {
            shortfall = content.isCut() ? null : shortfall(e).shortfall();
        } catch (RuntimeException e) {
            shortfall = Shortfall.DAMAGED;
        }
        if (shortfall != null) {
            container.incomplete(shortfall);
        }
        if (shortfall == null || content.size() > 0) {
            boolean more = container.member(
                    name,
                    LABEL,
                    new ByteArrayInputStream(content.bytes(), 0, content.size()),
                    content.isCut() || shortfall != null || header.isUnpSizeUnknown() ? -1 : header.getFullUnpackSize(),
                    header.getLastModifiedTime() == null
                            ? null
                            : header.getLastModifiedTime().toInstant());
            return more && !(content.isCut() && header.isSolid());
        }
        return true;
    }

    private static ShortfallException shortfall(RarException e) {
        if (e instanceof WrongPasswordException || e instanceof UnsupportedRarEncryptedException) {
            return new ShortfallException(Shortfall.ENCRYPTED);
        } else if (e instanceof UnsupportedDictionarySizeException) {
            return new ShortfallException(Shortfall.MEMORY);
        } else if (e instanceof UnsupportedRarMethodException || e instanceof UnsupportedRarVersionException) {
            return new ShortfallException(Shortfall.METHOD);
        }
        return new ShortfallException(Shortfall.DAMAGED);
    }

    /** Takes what the library writes, up to a limit; the library cannot be asked for bytes without a thread of its own. */
    private static final class Collected extends OutputStream {
        private static final class Bytes extends ByteArrayOutputStream {
            byte[] shared() {
                return buf;
            }
        }

        private final Container container;
        private final long limit;
        private final Bytes bytes = new Bytes();
        private long checked;
        private boolean cut;

        /* With a limit of 0 nothing is kept, and as much is unpacked as a member may have. */
        Collected(Container container, long limit) {
            this.container = container;
            this.limit = limit;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] data, int offset, int length) throws IOException {
            long most = limit == 0 ? container.contentLimit() : limit;
            if (limit > 0) {
                bytes.write(data, offset, (int) Math.min(length, most - checked));
            }
            checked += length;
            if (checked > most || !container.budget().timeLeft()) {
                cut = true;
                throw new IOException("a limit ends the member");
            }
        }

        boolean isCut() {
            return cut;
        }

        int size() {
            return bytes.size();
        }

        byte[] bytes() {
            return bytes.shared();
        }
    }
}
