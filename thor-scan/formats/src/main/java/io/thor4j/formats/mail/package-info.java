/** Readers of mails; each is a {@link io.thor4j.formats.container.ContainerFormat}. */
@NullMarked
package io.thor4j.formats.mail;

import org.jspecify.annotations.NullMarked;
