package io.thor4j.formats.ole;

import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.Container;
import io.thor4j.formats.container.ContainerFormat;
import java.io.IOException;

/** Compound files: Office documents up to 2003, {@code vbaProject.bin}, Outlook messages, MSI. Stateless, may be shared by threads. */
public final class OleFormat implements ContainerFormat {
    @Override
    public String key() {
        return "ole";
    }

    @Override
    public boolean accepts(Bytes content) {
        return content.matches(0, CompoundFile.MAGIC);
    }

    @Override
    public void extract(Container container) throws IOException {
        new OleReader(container).read();
    }
}
