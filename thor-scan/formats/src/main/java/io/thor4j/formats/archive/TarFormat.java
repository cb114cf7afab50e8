package io.thor4j.formats.archive;

import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.Container;
import io.thor4j.formats.container.ContainerFormat;
import java.io.IOException;

/** Tar archives of all kinds, without compression. Stateless, may be shared by threads. */
public final class TarFormat implements ContainerFormat {
    @Override
    public String key() {
        return "tar";
    }

    @Override
    public boolean accepts(Bytes content) {
        return TarReader.isTar(content);
    }

    @Override
    public void extract(Container container) throws IOException {
        new TarReader(container, container.bytes().stream(), "TAR").read();
    }
}
