/**
 * The service's web page and the documentation of its API: files from the jar, and scripts that ask the service as any client does.
 * {@link io.thor4j.thunderstorm.web.WebPage} serves them.
 */
@NullMarked
package io.thor4j.thunderstorm.web;

import org.jspecify.annotations.NullMarked;
