package io.thor4j.formats;

import io.thor4j.core.Content;
import io.thor4j.core.Element;
import io.thor4j.core.spi.ChildSink;
import io.thor4j.core.spi.Extractor;
import io.thor4j.formats.container.Bytes;
import io.thor4j.formats.container.Container;
import io.thor4j.formats.container.ContainerFormat;
import io.thor4j.formats.container.Shortfall;
import io.thor4j.formats.container.ShortfallException;
import io.thor4j.formats.container.SpentException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Tells a container's format by its content and has it read. For one thread. */
final class FormatExtractor implements Extractor {
    private final List<ContainerFormat> formats;
    private final List<String> passwords;
    private final Logger logger;

    FormatExtractor(List<ContainerFormat> formats, List<String> passwords, Logger logger) {
        this.formats = List.copyOf(formats);
        this.passwords = List.copyOf(passwords);
        this.logger = logger;
    }

    @Override
    public boolean accepts(Element element) {
        return format(element) != null;
    }

    private @Nullable ContainerFormat format(Element element) {
        if (!element.type().equals("file")) {
            return null;
        }
        Content content = element.content();
        if (!content.isWhole()) {
            return null;
        }
        Bytes bytes = new Bytes(content.array(), 0, content.length());
        for (ContainerFormat format : formats) {
            if (format.accepts(bytes)) {
                return format;
            }
        }
        return null;
    }

    @Override
    public void extract(Element element, ChildSink children) {
        ContainerFormat format = format(element);
        if (format == null) {
            return;
        }
        Container container = new Container(element, children, passwords);
        try {
            format.extract(container);
        } catch (ShortfallException e) {
            container.incomplete(e.shortfall());
        } catch (SpentException e) {
            logger.debug("{} of {} ended at a limit", format.key(), element.name(), e);
        } catch (IOException | RuntimeException e) {
            /* Whatever a library throws at damaged data: what came before is scanned, and the container is not clean. */
            logger.debug("{} of {} ended early", format.key(), element.name(), e);
            container.incomplete(Shortfall.DAMAGED);
        }
    }
}
