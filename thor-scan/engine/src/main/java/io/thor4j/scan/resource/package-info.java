/** Keeps a scan from starving the machine it runs on. Entry type: {@link io.thor4j.scan.resource.ResourceWatch}. */
@NullMarked
package io.thor4j.scan.resource;

import org.jspecify.annotations.NullMarked;
