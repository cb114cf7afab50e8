package io.thor4j.formats.archive;

import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.Container;
import io.thor4j.formats.container.ContainerFormat;
import java.io.IOException;

/** Microsoft cabinets: stored, MSZIP and LZX. Stateless, may be shared by threads. */
public final class CabFormat implements ContainerFormat {
    @Override
    public String key() {
        return "cab";
    }

    @Override
    public boolean accepts(Bytes content) {
        return content.matches(0, "MSCF\u0000\u0000\u0000\u0000");
    }

    @Override
    public void extract(Container container) throws IOException {
        new CabReader(container).read();
    }
}
