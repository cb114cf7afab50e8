/** The YARA module {@code cuckoo}: reports of a sandbox. Entry type: {@link io.thor4j.yara.module.cuckoo.CuckooModule}. */
@NullMarked
package io.thor4j.yara.module.cuckoo;

import org.jspecify.annotations.NullMarked;
