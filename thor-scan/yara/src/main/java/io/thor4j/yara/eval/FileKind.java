package io.thor4j.yara.eval;

/**
 * A kind of files: what is known of one before any byte behind its header is looked at. Immutable.
 *
 * @param header what is known of its first bytes; when anything is, there are at least {@link FileHeader#BYTES} of them
 * @param low its size at least, bytes
 * @param high its size at most, bytes
 */
record FileKind(FileHeader header, long low, long high) {
    /** Every file. */
    static final FileKind ANY = new FileKind(FileHeader.ANY, 0, Long.MAX_VALUE);
}
