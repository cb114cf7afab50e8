package io.thor4j.yara.module;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digests and checksums of the hash module. Threads share the constants; a {@link Run} belongs to one thread. */
public enum Checksum {
    MD5("MD5"),
    SHA1("SHA-1"),
    SHA256("SHA-256"),
    /** Sum of all bytes, modulo 2^32. */
    SUM32(""),
    /** CRC-32 of IEEE 802.3. */
    CRC32("");

    private final String algorithm;

    Checksum(String algorithm) {
        this.algorithm = algorithm;
    }

    /** One computation. */
    public interface Run {
        void update(byte[] data, int from, int size);

        /** Returns a {@link Long}, or lower-case hex digits as {@code byte[]}. */
        Object result();
    }

    /** Starts a computation. */
    public Run begin() {
        return switch (this) {
            case MD5, SHA1, SHA256 -> new DigestRun(algorithm);
            case SUM32 -> new SumRun();
            case CRC32 -> new CrcRun();
        };
    }

    /** Returns lower-case hex digits of a text's digest. */
    public byte[] hex(byte[] text) {
        Run run = begin();
        run.update(text, 0, text.length);
        return (byte[]) run.result();
    }

    private static final class DigestRun implements Run {
        private final MessageDigest digest;

        DigestRun(String algorithm) {
            try {
                this.digest = MessageDigest.getInstance(algorithm);
            } catch (NoSuchAlgorithmException e) {
                // Every Java platform has these three (java.security.MessageDigest, class comment).
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void update(byte[] data, int from, int size) {
            digest.update(data, from, size);
        }

        @Override
        public Object result() {
            return HexFormat.of().formatHex(digest.digest()).getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private static final class SumRun implements Run {
        private int sum;

        @Override
        public void update(byte[] data, int from, int size) {
            for (int i = from; i < from + size; i++) {
                sum += data[i] & 0xff;
            }
        }

        @Override
        public Object result() {
            return Integer.toUnsignedLong(sum);
        }
    }

    private static final class CrcRun implements Run {
        private final java.util.zip.CRC32 crc = new java.util.zip.CRC32();

        @Override
        public void update(byte[] data, int from, int size) {
            crc.update(data, from, size);
        }

        @Override
        public Object result() {
            return crc.getValue();
        }
    }
}
