/** Readers of OLE compound files and the VBA macros in them; each is a {@link io.thor4j.formats.container.ContainerFormat}. */
@NullMarked
package io.thor4j.formats.ole;

import org.jspecify.annotations.NullMarked;
