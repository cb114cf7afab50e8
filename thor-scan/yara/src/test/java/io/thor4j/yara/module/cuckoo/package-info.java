/** Tests of the module {@code cuckoo}. */
@NullMarked
package io.thor4j.yara.module.cuckoo;

import org.jspecify.annotations.NullMarked;
