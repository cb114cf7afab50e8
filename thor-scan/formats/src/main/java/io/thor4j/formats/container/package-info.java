/**
 * What the readers of all formats share. A reader is a {@link io.thor4j.formats.container.ContainerFormat}; it gets a
 * {@link io.thor4j.formats.container.Container} and hands over its members.
 */
@NullMarked
package io.thor4j.formats.container;

import org.jspecify.annotations.NullMarked;
