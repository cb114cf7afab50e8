/** {@code thor license}: host hashes, licence files, retrieval, issuing and the licence service. */
@NullMarked
package io.thor4j.cli.license;

import org.jspecify.annotations.NullMarked;
