package io.thor4j.core;

/** The hashes of contents that thor knows. */
public enum HashAlgorithm {
    /** 128 bits. */
    MD5("MD5", "md5", 16),
    /** 160 bits. */
    SHA1("SHA-1", "sha1", 20),
    /** 256 bits. */
    SHA256("SHA-256", "sha256", 32);

    private final String algorithm;
    private final String key;
    private final int bytes;

    HashAlgorithm(String algorithm, String key, int bytes) {
        this.algorithm = algorithm;
        this.key = key;
        this.bytes = bytes;
    }

    /** Returns the name that {@link java.security.MessageDigest} knows. */
    public String algorithm() {
        return algorithm;
    }

    /** Returns the JSON v3 key, such as {@code sha256}. */
    public String key() {
        return key;
    }

    /** Returns how long the hash is, in bytes. */
    public int bytes() {
        return bytes;
    }
}
