package io.thor4j.formats.archive;

import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.Container;
import io.thor4j.formats.container.ContainerFormat;
import java.io.IOException;

/** ZIP archives, also behind a self-extractor. Stateless, may be shared by threads. */
public final class ZipFormat implements ContainerFormat {
    private static final String EMPTY = "PK\u0005\u0006";
    private static final String SPANNED = "PK\u0007\u0008PK";

    @Override
    public String key() {
        return "zip";
    }

    @Override
    public boolean accepts(Bytes content) {
        return content.matches(0, ZipEntry.LOCAL)
                || content.matches(0, EMPTY)
                || content.matches(0, SPANNED)
                || (content.matches(0, "MZ") && ZipDirectory.find(content) != null);
    }

    @Override
    public void extract(Container container) throws IOException {
        new ZipReader(container).read();
    }
}
