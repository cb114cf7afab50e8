/**
 * Local files as a feed: {@link io.thor4j.threatintel.files.FilesFeedProvider} makes it; it reads THOR's IOC files, tables and STIX 2.1 bundles, and sees what
 * changed in them. Not exported; the provider's id is {@code files}.
 */
@NullMarked
package io.thor4j.threatintel.files;

import org.jspecify.annotations.NullMarked;
