package io.thor4j.licensing.own;

/** A licence and its file. Immutable, may be shared by threads. */
public final class IssuedLicense {
    private final License license;
    private final byte[] file;

    IssuedLicense(License license, byte[] file) {
        this.license = license;
        this.file = file;
    }

    /** Returns the content. */
    public License license() {
        return license;
    }

    /** Returns the bytes of the {@code .lic} file, a copy. */
    public byte[] file() {
        return file.clone();
    }
}
