package io.thor4j.formats.archive;

import com.github.junrar.Archive;
import com.github.junrar.io.SeekableReadOnlyByteChannel;
import com.github.junrar.volume.Volume;
import com.github.junrar.volume.VolumeManager;
import io.thor4j.formats.container.Bytes;
import org.jspecify.annotations.Nullable;

/** A RAR archive in memory, as junrar wants to see it. For one thread. */
final class RarVolume implements Volume {
    private final Archive archive;
    private final Bytes bytes;

    private RarVolume(Archive archive, Bytes bytes) {
        this.archive = archive;
        this.bytes = bytes;
    }

    /** The one volume that there is: others are never looked for. */
    static final class Single implements VolumeManager {
        private final Bytes bytes;

        Single(Bytes bytes) {
            this.bytes = bytes;
        }

        @Override
        public @Nullable Volume nextVolume(Archive archive, @Nullable Volume last) {
            return last == null ? new RarVolume(archive, bytes) : null;
        }
    }

    @Override
    public SeekableReadOnlyByteChannel getChannel() {
        return new Channel(bytes);
    }

    @Override
    public long getLength() {
        return bytes.length();
    }

    @Override
    public Archive getArchive() {
        return archive;
    }

    private static final class Channel implements SeekableReadOnlyByteChannel {
        private final Bytes bytes;
        private long position;

        Channel(Bytes bytes) {
            this.bytes = bytes;
        }

        @Override
        public long getPosition() {
            return position;
        }

        @Override
        public void setPosition(long value) {
            position = Math.max(0, value);
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int count) {
            Bytes part = bytes.clipped(position, count);
            if (part.length() == 0) {
                return count == 0 ? 0 : -1;
            }
            part.copyTo(0, buffer, offset, part.length());
            position += part.length();
            return part.length();
        }

        @Override
        public int readFully(byte[] buffer, int count) {
            return read(buffer, 0, count);
        }

        @Override
        public void close() {
            /* The bytes are not ours. */
        }
    }
}
