package io.thor4j.thunderstorm.update;

/** Bounds of a pack; one beyond them is refused. Ours: signature-base has 1,000 files and 30 MB. */
final class PackLimits {
    static final int MAX_FILES = 100_000;
    static final long MAX_BYTES = 4L << 30;
    static final int MAX_MANIFEST_BYTES = 32 << 20;

    /** Characters of a path and of one name in it, so that every file system takes them. */
    static final int MAX_PATH = 1_000;

    static final int MAX_NAME = 200;

    private PackLimits() {}
}
