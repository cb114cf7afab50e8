/**
 * Opens containers for the scanner: archives, mails, documents with macros. Entry type:
 * {@link io.thor4j.formats.FormatsProvider}, which the scanner finds as a service.
 */
@NullMarked
package io.thor4j.formats;

import org.jspecify.annotations.NullMarked;
