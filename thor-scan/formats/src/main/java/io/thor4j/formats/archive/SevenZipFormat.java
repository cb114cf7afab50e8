package io.thor4j.formats.archive;

import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.Container;
import io.thor4j.formats.container.ContainerFormat;
import java.io.IOException;

/** 7z archives, also encrypted ones. Stateless, may be shared by threads. */
public final class SevenZipFormat implements ContainerFormat {
    /*
     * The archive's structure is read here, and only the compressed streams are left to libraries: commons-compress decodes a packed
     * header of any size into memory, and derives keys with as many rounds as the archive asks for, up to 2^62.
     */
    @Override
    public String key() {
        return "7z";
    }

    @Override
    public boolean accepts(Bytes content) {
        return content.matches(0, "7z\u00BC\u00AF'\u001C");
    }

    @Override
    public void extract(Container container) throws IOException {
        new SevenZipReader(container).read();
    }
}
