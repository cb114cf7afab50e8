package io.thor4j.formats.container;

/**
 * Why a container ends as incomplete, besides the limits of {@link io.thor4j.core.Limit}: something in it was not opened, or it is built to
 * show other readers something else than it shows this one. What could be read is scanned all the same.
 */
public enum Shortfall {
    /** A member or the whole container is encrypted, and no known password opens it. */
    ENCRYPTED("encrypted"),
    /** A compression or encryption method that is not read: CAB's Quantum, 7z's PPMd, ZIP's strong encryption. */
    METHOD("unsupported-method"),
    /** The container is cut or contradicts itself. */
    DAMAGED("damaged-container"),
    /** A member has another number of bytes than the container states. */
    DECLARED_SIZE("declared-size"),
    /** Two members share packed bytes, as in a zip bomb without nesting; only the first few of such members are read. */
    OVERLAP("overlapping-entries"),
    /** Two members have one name: which of them other programs open cannot be known. */
    DUPLICATE("duplicate-entries"),
    /** A member's name would leave the folder that it is unpacked to, or holds a NUL. Nothing is ever written, so it is scanned. */
    NAME("unsafe-name"),
    /** A member needs more memory to be unpacked than {@link io.thor4j.core.Limit#UNPACK_MEMORY}. */
    MEMORY("unpack-memory"),
    /** The headers between two members are longer than any real ones. */
    HEADER_SIZE("header-size"),
    /** A part of the content stands in another file of a series. */
    VOLUME("other-volume"),
    /** A RAR archive, and the library that reads those is not there. */
    NO_RAR("rar-library-missing");

    private final String key;

    Shortfall(String key) {
        this.key = key;
    }

    /** Returns the name in outcomes and logs, such as {@code encrypted}. */
    public String key() {
        return key;
    }
}
