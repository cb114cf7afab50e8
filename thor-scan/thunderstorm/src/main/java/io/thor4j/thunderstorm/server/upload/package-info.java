/** Reads uploads as real clients send them: multipart bodies byte by byte, spooled to disk. Entry type {@link MultipartParser}. */
@NullMarked
package io.thor4j.thunderstorm.server.upload;

import org.jspecify.annotations.NullMarked;
