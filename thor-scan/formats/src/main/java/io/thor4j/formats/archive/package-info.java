/** Readers of archives; each is a {@link io.thor4j.formats.container.ContainerFormat}. */
@NullMarked
package io.thor4j.formats.archive;

import org.jspecify.annotations.NullMarked;
